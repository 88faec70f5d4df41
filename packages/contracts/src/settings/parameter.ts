import { z } from 'zod';
import { ModeName } from '../model/modes.js';

const shared = {
  label: z.string().min(1).max(60),
  help: z.string().max(300).optional(),
  /** Modes in which the parameter exists at all; all of the model's modes when absent. */
  modes: z.array(ModeName).min(1).optional(),
  required: z.boolean().optional(),
  /** Folded away in forms. */
  advanced: z.boolean().optional(),
  /** Shown with its default, not changeable. */
  fixed: z.boolean().optional(),
};

const variants = {
  string: z.strictObject({
    ...shared,
    type: z.literal('string'),
    default: z.string().optional(),
    min_length: z.int().min(0).optional(),
    max_length: z.int().min(1).max(20_000),
    multiline: z.boolean().optional(),
    placeholder: z.string().max(200).optional(),
  }),
  integer: z.strictObject({
    ...shared,
    type: z.literal('integer'),
    default: z.int().optional(),
    min: z.int(),
    max: z.int(),
    step: z.int().min(1).optional(),
  }),
  number: z.strictObject({
    ...shared,
    type: z.literal('number'),
    default: z.number().optional(),
    min: z.number(),
    max: z.number(),
    step: z.number().positive().optional(),
  }),
  boolean: z.strictObject({ ...shared, type: z.literal('boolean'), default: z.boolean().optional() }),
  enum: z.strictObject({
    ...shared,
    type: z.literal('enum'),
    options: z.array(z.strictObject({ value: z.string().min(1), label: z.string().min(1) })).min(1),
    default: z.string().optional(),
  }),
  seed: z.strictObject({ ...shared, type: z.literal('seed') }),
  image: z.strictObject({ ...shared, type: z.literal('image') }),
  keyframes: z.strictObject({ ...shared, type: z.literal('keyframes'), max_items: z.int().min(1).max(64) }),
};

/** One parameter of a model: what it is, its bounds, where it exists and how a form shows it. */
export const Parameter = z
  .discriminatedUnion('type', [
    variants.string,
    variants.integer,
    variants.number,
    variants.boolean,
    variants.enum,
    variants.seed,
    variants.image,
    variants.keyframes,
  ])
  .meta({ id: 'Parameter' });
export type Parameter = z.infer<typeof Parameter>;

/** A parameter taken from the shared list by name; further fields override the shared ones. */
export const ParameterUse = z.looseObject({ use: z.string().min(1) });

/** A parameter as written in the settings file: in full, or `{ "use": name, …overrides }`. */
export const RawParameter = z.union([Parameter, ParameterUse]);
export type RawParameter = z.infer<typeof RawParameter>;

/** Largest seed: seeds are integers from 0 to 2³¹−1. */
export const MAX_SEED = 2 ** 31 - 1;
