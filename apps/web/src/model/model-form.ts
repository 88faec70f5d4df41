import type { ModeName, Parameter } from '@easel/contracts';
import type { Model } from '@easel/sdk';

export type ParameterOf<T extends Parameter['type']> = Extract<Parameter, { type: T }>;
export type Entry = [name: string, parameter: Parameter];

/** Modes of a model in the order in which they were declared. */
export const modesOf = (model: Model): ModeName[] =>
  // Keys of a record of modes are modes.
  Object.keys(model.modes) as ModeName[];

/** The mode if the model has it, else the one it prefers. */
export const modeOr = (model: Model, mode: ModeName | null): ModeName =>
  mode !== null && model.modes[mode] !== undefined ? mode : model.default_mode;

/** The parameters that exist in a mode, in the order in which they were declared. */
export const parametersIn = (model: Model, mode: ModeName): Entry[] =>
  Object.entries(model.parameters).filter(([, p]) => p.modes === undefined || p.modes.includes(mode));

/** The text that the form puts first: the first one of several lines, else the first required one. */
export function mainText(model: Model, mode: ModeName): [string, ParameterOf<'string'>] | null {
  const texts = parametersIn(model, mode).filter(
    (entry): entry is [string, ParameterOf<'string'>] => entry[1].type === 'string',
  );
  return texts.find(([, p]) => p.multiline) ?? texts.find(([, p]) => p.required) ?? null;
}

/** What a parameter is when nothing was chosen. */
export const defaultOf = (p: Parameter): unknown => ('default' in p ? p.default : undefined);

/** Numbers of outputs to offer: doubling, and the most the mode makes. */
export function countOptions(max: number): number[] {
  const doubling = [1, 2, 4, 8, 16].filter((n) => n <= max);
  return doubling.includes(max) ? doubling : [...doubling, max];
}
