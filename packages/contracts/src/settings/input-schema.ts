import { z } from 'zod';
import { idSchema } from '../ids.js';
import type { ModeName } from '../model/modes.js';
import { MAX_SEED, type Parameter } from './parameter.js';
import type { Size, SizeFrom } from './settings.schema.js';

/** What `buildInputSchema` needs of a model: satisfied by a model of the settings and by one from the API. */
export interface ModelShape {
  parameters: Record<string, Parameter>;
  size: Size | null;
}

/** The parameters that exist in a mode, in the order in which they were declared. */
export function parametersOf(model: ModelShape, mode: ModeName): [string, Parameter][] {
  return Object.entries(model.parameters).filter(([, p]) => p.modes === undefined || p.modes.includes(mode));
}

const Keyframe = z.strictObject({
  frame: z.int().min(0),
  image: idSchema('asset'),
  strength: z.number().min(0).max(1).optional(),
});

const FEW = 6;

/** The values themselves where they are few: "must be 2 or 4". */
function stepMessage(min: number, max: number, step: number): string {
  const count = Math.floor((max - min) / step) + 1;
  if (count > FEW) return `must be ${min} plus a multiple of ${step}`;
  const values = Array.from({ length: count }, (_, k) => min + k * step);
  const last = values.pop();
  return values.length === 0 ? `must be ${last}` : `must be ${values.join(', ')} or ${last}`;
}

function valueSchema(p: Parameter): z.ZodType {
  switch (p.type) {
    case 'string': {
      const text = z.string('must be text').max(p.max_length, `must have at most ${p.max_length} characters`);
      const filled = p.required ? text.regex(/\S/, 'must not be empty') : text;
      const min = p.min_length ?? 0;
      return min > 0 ? filled.min(min, `must have at least ${min} characters`) : filled;
    }
    case 'integer': {
      const { min, max, step } = p;
      const range = `must be a whole number from ${min} to ${max}`;
      const value = z.int(range).min(min, range).max(max, range);
      if (step === undefined || step === 1) return value;
      return value
        .refine((v) => (v - min) % step === 0, stepMessage(min, max, step))
        .meta(min % step === 0 ? { multipleOf: step } : {});
    }
    case 'number': {
      const range = `must be a number from ${p.min} to ${p.max}`;
      return z.number(range).min(p.min, range).max(p.max, range);
    }
    case 'boolean':
      return z.boolean('must be true or false');
    case 'enum': {
      const values = p.options.map((o) => o.value);
      return z.enum(values, `must be one of ${values.join(', ')}`);
    }
    case 'seed': {
      const range = `must be a whole number from 0 to ${MAX_SEED}`;
      return z.int(range).min(0, range).max(MAX_SEED, range);
    }
    case 'image':
      return idSchema('asset');
    case 'keyframes':
      return z.array(Keyframe).min(1).max(p.max_items, `must have at most ${p.max_items} entries`);
  }
}

function fieldSchema(p: Parameter): z.ZodType {
  const base = valueSchema(p);
  const fixed = 'default' in p && p.fixed ? p.default : undefined;
  const checked = fixed === undefined ? base : base.refine((v) => v === fixed, `is fixed to ${String(fixed)}`);
  const described = checked.meta({
    title: p.label,
    ...(p.help === undefined ? {} : { description: p.help }),
    ...('default' in p && p.default !== undefined ? { default: p.default } : {}),
    ...(fixed === undefined ? {} : { const: fixed }),
  });
  return p.required ? described : described.optional();
}

function sideSchema(size: Size, side: 'width' | 'height') {
  const { custom, options } = size;
  if (custom) {
    return z
      .int()
      .min(custom.min)
      .max(custom.max)
      .multipleOf(custom.multiple_of)
      .meta({ title: side, default: options[0]?.[side] })
      .optional();
  }
  const values = [...new Set(options.map((o) => o[side]))];
  return z
    .int()
    .refine((v) => values.includes(v), `must be one of ${values.join(', ')}`)
    .meta({ title: side, enum: values, default: values[0] })
    .optional();
}

function sizeRule(size: Size) {
  return (value: Record<string, unknown>, ctx: z.RefinementCtx) => {
    const { width, height } = value;
    if (width === undefined && height === undefined) return;
    if (width === undefined || height === undefined) {
      const missing = width === undefined ? 'width' : 'height';
      ctx.addIssue({ code: 'custom', path: [missing], message: 'must be given together with the other side' });
      return;
    }
    if (size.custom || size.options.some((o) => o.width === width && o.height === height)) return;
    const list = size.options.map((o) => `${o.width} × ${o.height}`).join(', ');
    ctx.addIssue({ code: 'custom', path: ['width'], message: `width and height together must be one of ${list}` });
  };
}

/**
 * The strict schema of a model's input in one mode: exactly the parameters that exist there, with their bounds.
 * Used by the API, by forms and by the SDK, so that all three refuse the same things with the same words.
 *
 * @param model a model of the settings, or as returned by `GET /v1/models/{id}`
 * @param mode one of the model's modes
 */
export function buildInputSchema(model: ModelShape, mode: ModeName) {
  const fields: Record<string, z.ZodType> = Object.fromEntries(
    parametersOf(model, mode).map(([name, parameter]) => [name, fieldSchema(parameter)]),
  );
  if (!model.size) return z.strictObject(fields);
  const sized = {
    ...fields,
    width: sideSchema(model.size, 'width'),
    height: sideSchema(model.size, 'height'),
  };
  return z.strictObject(sized).superRefine(sizeRule(model.size));
}

/**
 * Fills what the caller left out: declared defaults, the first size option, and the seed.
 *
 * @param seed what to use when the mode has a seed and none was given
 * @returns the input that really runs, with the keys in a stable order
 */
export function fillInput(
  model: ModelShape,
  mode: ModeName,
  input: Record<string, unknown>,
  seed: number,
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const [name, p] of parametersOf(model, mode)) {
    const fallback = p.type === 'seed' ? seed : 'default' in p ? p.default : undefined;
    const value = input[name] ?? fallback;
    if (value !== undefined) filled[name] = value;
  }
  const first = model.size?.options[0];
  if (first) {
    filled.width = input.width ?? first.width;
    filled.height = input.height ?? first.height;
  }
  return filled;
}

/** Width and height in pixels. */
export interface PixelSize {
  width: number;
  height: number;
}

/**
 * The size of an output whose model takes it from an image.
 *
 * @param image the size of the image that `size_from.image` names
 * @param input the input that runs, defaults filled in
 * @returns the size and, where it is too large, what is allowed, in words that follow the name of the parameter
 */
export function outputSizeFrom(
  { scale, max_pixels }: SizeFrom,
  image: PixelSize,
  input: Record<string, unknown>,
): PixelSize & { problem: string | null } {
  const factor = Number(input[scale]);
  const size = { width: image.width * factor, height: image.height * factor };
  if (size.width * size.height <= max_pixels) return { ...size, problem: null };
  const side = Math.floor(Math.sqrt(max_pixels) / factor);
  const had = `${image.width} × ${image.height} would become ${size.width} × ${size.height}`;
  const problem = `is too large: ${had}. At ${factor} × it may have as many pixels as ${side} × ${side}`;
  return { ...size, problem };
}

/** Names of the parameters of a mode whose values are asset ids (`image`). */
export const imageParametersOf = (model: ModelShape, mode: ModeName): string[] =>
  parametersOf(model, mode).flatMap(([name, p]) => (p.type === 'image' ? [name] : []));

/** An image that travels with a job: the name of its file there, the path of its value in the input, its asset. */
export interface InputFile {
  name: string;
  path: string;
  asset_id: string;
}

/** The value of a `keyframes` parameter. */
export type Keyframes = z.infer<typeof Keyframe>[];

/** The images an input names, of `image` parameters and of the entries of `keyframes`, as files of a job. */
export const inputFilesOf = (model: ModelShape, mode: ModeName, input: Record<string, unknown>): InputFile[] =>
  parametersOf(model, mode).flatMap(([name, p]): InputFile[] => {
    const value = input[name];
    if (p.type === 'image') return typeof value === 'string' ? [{ name, path: name, asset_id: value }] : [];
    if (p.type !== 'keyframes' || !Array.isArray(value)) return [];
    // The input was parsed with this parameter's schema.
    return (value as Keyframes).map(({ image }, index) => ({
      name: `${name}.${index}`,
      path: `${name}.${index}.image`,
      asset_id: image,
    }));
  });
