import type { Model } from '@easel/sdk';
import type { Tone } from '@easel/ui';

/** How each availability is coloured, and what it means for a task. */
export const AVAILABILITY_LOOK = {
  ready: { label: 'Ready', tone: 'ok', means: 'A task starts at once.' },
  starting: { label: 'Starting', tone: 'accent', means: 'A task starts when the model is up.' },
  waiting: { label: 'Waiting', tone: 'warn', means: 'A task waits until a backend is free.' },
  unavailable: { label: 'Unavailable', tone: 'bad', means: 'No backend can run it now.' },
} as const satisfies Record<Model['availability'], { label: string; tone: Tone; means: string }>;

type Parameter = Model['parameters'][string];

/** What values a parameter takes, in a few words. */
export function rangeOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'integer':
    case 'number':
      return `${parameter.min} to ${parameter.max}${parameter.step === undefined ? '' : `, steps of ${parameter.step}`}`;
    case 'string':
      return `${parameter.min_length === undefined ? 'up to' : `${parameter.min_length} to`} ${parameter.max_length} characters`;
    case 'enum':
      return parameter.options.map((option) => option.label).join(', ');
    case 'boolean':
      return 'yes or no';
    case 'seed':
      return '0 to 2³¹−1';
    case 'image':
      return 'an asset';
    case 'keyframes':
      return `up to ${parameter.max_items} frames`;
  }
}

/** What is used when nothing is given. */
export function defaultOf(parameter: Parameter): string {
  if (parameter.required) return 'required';
  if (parameter.type === 'seed') return 'random';
  if ('default' in parameter && parameter.default !== undefined) return String(parameter.default);
  return '–';
}

/** The modes of a model with their names. */
export const modesOf = (model: Model) => Object.entries(model.modes).map(([name, mode]) => ({ name, ...mode }));
