import type { Model, ModeName, Parameter } from '@easel/contracts';
import { fileFromPath } from '../file-from-path.js';
import { firstOfType, parametersIn } from './find-model.js';
import { UsageError } from './usage-error.js';

/** What the command line says about a task's input. */
export interface GivenInput {
  prompt: string | undefined;
  image: string | undefined;
  /** `key=value` of each `--param`. */
  params: readonly string[];
}

const SIZE: readonly string[] = ['width', 'height'];

function toNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`${name} must be a number, got ${text}.`);
}

const readImage = async (text: string) => (/^asset_[0-9a-z]{26}$/.test(text) ? text : fileFromPath(text));

async function readValue(name: string, parameter: Parameter, text: string): Promise<unknown> {
  switch (parameter.type) {
    case 'integer':
    case 'number':
    case 'seed':
      return toNumber(name, text);
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new UsageError(`${name} must be true or false, got ${text}.`);
    case 'image':
      return readImage(text);
    case 'keyframes':
      return JSON.parse(text);
    default:
      return text;
  }
}

/** Turns texts of the command line into the input of a model: numbers, switches, files by path or asset id. */
export async function readInput(model: Model, mode: ModeName, given: GivenInput): Promise<Record<string, unknown>> {
  const known = parametersIn(model, mode);
  const input: Record<string, unknown> = {};
  if (given.prompt !== undefined) {
    const name = firstOfType(model, mode, 'string');
    if (name === undefined) throw new UsageError(`${model.id} takes no text in ${mode}.`);
    input[name] = given.prompt;
  }
  if (given.image !== undefined) {
    const name = firstOfType(model, mode, 'image');
    if (name === undefined) throw new UsageError(`${model.id} takes no image in ${mode}. Choose another --mode.`);
    input[name] = await readImage(given.image);
  }
  for (const text of given.params) {
    const [name = '', ...rest] = text.split('=');
    if (rest.length === 0) throw new UsageError(`--param ${text} needs a value: --param ${text}=…`);
    const value = rest.join('=');
    const parameter = known[name];
    if (parameter) input[name] = await readValue(name, parameter, value);
    else if (model.size && SIZE.includes(name)) input[name] = toNumber(name, value);
    else {
      const names = [...Object.keys(known), ...(model.size ? SIZE : [])].join(', ');
      throw new UsageError(`${model.id} has no parameter ${name} in ${mode}. It has: ${names}.`);
    }
  }
  return input;
}
