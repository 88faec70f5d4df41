import type { ModeName } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import { parametersIn } from '../model/model-form';
import type { Input } from './build-input';
import { filmOf } from './film';
import { keyframeProblem } from './keyframes';

/** What is wrong with a field, by the field's name. */
export type FieldErrors = Record<string, string>;

const isMissing = (value: unknown) => value === undefined || (typeof value === 'string' && value.trim() === '');

const NEEDED: Partial<Record<string, string>> = {
  string: 'Write something first.',
  image: 'Choose a picture first.',
  keyframes: 'Add a key frame first.',
};

/** Required fields that are still empty. Known without the schema. */
export function missingFields(model: Model, mode: ModeName, input: Input): FieldErrors {
  const missing = parametersIn(model, mode).filter(([name, p]) => p.required && isMissing(input[name]));
  return Object.fromEntries(missing.map(([name, p]) => [name, NEEDED[p.type] ?? 'Choose a value first.']));
}

/** The frames of a video can be too few for the key frames; that is a rule between fields, which no schema holds. */
function keyframeErrors(model: Model, mode: ModeName, input: Input): FieldErrors {
  const { frames } = filmOf(model, mode, input);
  const wrong = parametersIn(model, mode).flatMap(([name, p]): [string, string][] => {
    const value = input[name];
    const problem = p.type === 'keyframes' && Array.isArray(value) ? keyframeProblem(value, frames) : null;
    return problem === null ? [] : [[name, problem]];
  });
  return Object.fromEntries(wrong);
}

/**
 * Checks an input with the schema that the server uses too. Loaded late: the schema's library is not needed to show
 * the form.
 */
export async function checkInput(model: Model, mode: ModeName, input: Input): Promise<FieldErrors> {
  const { buildInputSchema } = await import('./input-schema');
  const errors = { ...keyframeErrors(model, mode, input), ...missingFields(model, mode, input) };
  for (const issue of buildInputSchema(model, mode).safeParse(input).error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    const label = model.parameters[name]?.label ?? 'Size';
    errors[name] ??= `${label} ${issue.message}.`;
  }
  return errors;
}
