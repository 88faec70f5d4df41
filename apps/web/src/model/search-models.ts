import type { Model } from '@easel/sdk';

/** The models in which every word of the search is found: in name, description, tags, modes or licence. */
export function searchModels(models: readonly Model[], search: string): Model[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const modes = Object.values(model.modes).map((mode) => mode.label);
    const text = [model.name, model.description, ...model.tags, ...modes, model.license].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Models by what they mainly make. */
export function groupModels(models: readonly Model[]): { label: string; models: Model[] }[] {
  const making = (output: 'image' | 'video') =>
    models.filter((model) => model.modes[model.default_mode]?.output === output);
  return [
    { label: 'Images', models: making('image') },
    { label: 'Videos', models: making('video') },
  ].filter((group) => group.models.length > 0);
}
