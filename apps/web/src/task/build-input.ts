import type { ModeName, Parameter } from '@easel/contracts';
import type { Model } from '@easel/sdk';
import { defaultOf, parametersIn } from '../model/model-form';

export type Input = Record<string, unknown>;

/** Whether a value that was kept from another model could belong to the parameter at all. */
function fits(p: Parameter, value: unknown): boolean {
  switch (p.type) {
    case 'string':
    case 'image':
      return typeof value === 'string';
    case 'integer':
    case 'number':
    case 'seed':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'enum':
      return p.options.some((option) => option.value === value);
    case 'keyframes':
      return Array.isArray(value);
  }
}

/** The value that the form shows for a parameter: what was chosen, else its default. */
export function shownValue(values: Input, name: string, p: Parameter): unknown {
  const value = values[name];
  return !p.fixed && value !== undefined && fits(p, value) ? value : defaultOf(p);
}

/** Whether a value was chosen that differs from the default. */
export const isChanged = (values: Input, name: string, p: Parameter): boolean =>
  shownValue(values, name, p) !== defaultOf(p);

/** The size that the form shows: the chosen one where the model makes it, else the first option. */
export function sizeOf(model: Model, values: Input): { width: number; height: number } | null {
  if (!model.size) return null;
  const { width, height } = values;
  if (typeof width === 'number' && typeof height === 'number') {
    if (model.size.custom) return { width, height };
    const option = model.size.options.find((o) => o.width === width && o.height === height);
    if (option) return { width, height };
  }
  const first = model.size.options[0];
  return first ? { width: first.width, height: first.height } : null;
}

/** The input to send: what the mode knows and the person chose. Defaults and the seed are the server's to fill in. */
export function buildInput(model: Model, mode: ModeName, values: Input): Input {
  const input: Input = {};
  for (const [name, p] of parametersIn(model, mode)) {
    const value = shownValue(values, name, p);
    if (p.fixed || value === undefined || (value === '' && !p.required)) continue;
    if (value !== defaultOf(p)) input[name] = value;
  }
  const size = sizeOf(model, values);
  const first = model.size?.options[0];
  if (size && (size.width !== first?.width || size.height !== first?.height)) Object.assign(input, size);
  return input;
}
