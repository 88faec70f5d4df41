import { buildInputSchema, type Model, type ModeName, type SettingsModel, toJsonSchema } from '@easel/contracts';
import type { Context } from '../context.js';
import { measuredOf } from './measured.js';

function modesOf(model: SettingsModel): Model['modes'] {
  const modes = Object.entries(model.modes).map(([name, mode]) => {
    const input_schema = toJsonSchema(buildInputSchema(model, name as ModeName), 'input');
    return [name, { ...mode, input_schema }] as const;
  });
  return Object.fromEntries(modes);
}

const cache = new WeakMap<SettingsModel, Model['modes']>();

/** A model of the settings as the API shows it. */
export async function modelView(ctx: Context, id: string, model: SettingsModel): Promise<Model> {
  const modes = cache.get(model) ?? modesOf(model);
  cache.set(model, modes);
  const { embedded, modal } = model.runtimes;
  return {
    id,
    name: model.name,
    description: model.description,
    license: model.license.name,
    license_url: model.license.url,
    commercial_use: model.license.commercial_use,
    tags: model.tags,
    default_mode: model.default_mode,
    enabled: ctx.model_switches.isEnabled(id),
    availability: ctx.backends.availability(id),
    modes,
    parameters: model.parameters,
    size: model.size,
    size_from: model.size_from,
    examples: model.examples,
    limits: {
      max_attempts: model.max_attempts,
      timeout_s: embedded?.timeout_s ?? modal?.timeout_s ?? 1,
      concurrency: embedded?.concurrency ?? modal?.concurrency ?? 1,
      memory_mib: embedded?.memory_mib ?? null,
      runtimes: Object.keys(model.runtimes),
    },
    measured: await measuredOf(ctx, id),
  };
}
