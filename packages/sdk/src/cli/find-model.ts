import type { Model, ModeName, Parameter } from '@easel/contracts';
import type { Easel } from '../easel.js';
import type { AnyModels } from '../models.js';
import { UsageError } from './usage-error.js';

/** Every model of the catalogue. */
export async function allModels(easel: Easel<AnyModels>): Promise<Model[]> {
  const models: Model[] = [];
  let cursor: string | undefined;
  do {
    const page = await easel.model.list({ limit: 100, cursor });
    models.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return models;
}

/** The model asked for, or the first that is enabled and not out of reach. */
export async function findModel(easel: Easel<AnyModels>, id: string | undefined): Promise<Model> {
  if (id !== undefined) return easel.model.get(id);
  const models = (await allModels(easel)).filter((model) => model.enabled);
  const chosen = models.find((model) => model.availability !== 'unavailable') ?? models[0];
  if (!chosen) throw new UsageError('The server offers no model. Enable one in inference_settings.json.');
  return chosen;
}

/** The parameters that exist in a mode, by name. */
export function parametersIn(model: Model, mode: ModeName): Record<string, Parameter> {
  const here = Object.entries(model.parameters).filter(([, p]) => p.modes === undefined || p.modes.includes(mode));
  return Object.fromEntries(here);
}

/** Name of the first parameter of a type in a mode. */
export const firstOfType = (model: Model, mode: ModeName, type: Parameter['type']): string | undefined =>
  Object.entries(parametersIn(model, mode)).find(([, parameter]) => parameter.type === type)?.[0];

const modesOf = (model: Model) => Object.keys(model.modes) as ModeName[];

/** The mode asked for; else with an image the first mode that takes one; else the model's default mode. */
export function findMode(model: Model, given: string | undefined, with_image: boolean): ModeName {
  const modes = modesOf(model);
  if (given !== undefined) {
    const mode = modes.find((name) => name === given);
    if (mode) return mode;
    throw new UsageError(`${model.id} has no mode ${given}. It has: ${modes.join(', ')}.`);
  }
  if (!with_image) return model.default_mode;
  const mode = modes.find((name) => firstOfType(model, name, 'image') !== undefined);
  if (mode) return mode;
  throw new UsageError(`${model.id} has no mode that takes an image.`);
}
