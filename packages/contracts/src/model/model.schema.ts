import { z } from 'zod';
import { Parameter } from '../settings/parameter.js';
import { Example, Size, SizeFrom } from '../settings/settings.schema.js';
import { MediaType, ModeName } from './modes.js';

/** Whether a task for the model would start: now, after a start, later, or not at all. */
export const Availability = z.enum(['ready', 'starting', 'waiting', 'unavailable']);
export type Availability = z.infer<typeof Availability>;

/** One mode of a model. `input_schema` is JSON Schema (draft 2020-12). */
export const ModelMode = z.object({
  label: z.string(),
  output: MediaType,
  max_count: z.int().min(1),
  input_schema: z.record(z.string(), z.unknown()),
});

/** What recent tasks took, in milliseconds and micro-dollars. Null until something was measured. */
export const ModelMeasured = z.object({
  samples: z.int().min(0),
  run_ms_p50: z.number().nullable(),
  run_ms_p95: z.number().nullable(),
  start_ms_p50: z.number().nullable(),
  cost_microusd_p50: z.number().nullable(),
});

/** A model of the catalogue: everything a form or a program needs to use it. */
export const Model = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    license: z.string(),
    license_url: z.string(),
    commercial_use: z.boolean(),
    tags: z.array(z.string()),
    default_mode: ModeName,
    enabled: z.boolean(),
    availability: Availability,
    modes: z.partialRecord(ModeName, ModelMode),
    parameters: z.record(z.string(), Parameter),
    /** The sizes to choose from; null where there is nothing to choose. */
    size: Size.nullable(),
    /** For models that enlarge: the image and the factor that make the output's size. */
    size_from: SizeFrom.nullable(),
    examples: z.array(Example),
    /** How the model runs, for operators: concurrency, time-out and memory by runtime. */
    limits: z.object({
      max_attempts: z.int().min(1),
      timeout_s: z.int().min(1),
      concurrency: z.int().min(1),
      memory_mib: z.number().nullable(),
      runtimes: z.array(z.string()),
    }),
    measured: ModelMeasured,
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof Model>;
