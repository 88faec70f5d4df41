import { z } from 'zod';
import { JobError } from './errors.js';

/** The parameters that this engine understands; a model's settings may have others, which are left alone. */
const JobInput = z.object({
  prompt: z.string(),
  seed: z.int().min(0),
  width: z.int().min(8).max(4096),
  height: z.int().min(8).max(4096),
  steps: z.int().min(1).max(1000),
  guidance_scale: z.number().min(0).max(100),
  strength: z.number().min(0).max(1).optional(),
});
export type JobInput = z.infer<typeof JobInput>;

/** Reads a job's input by a schema; a settings file that leaves out a parameter the engine needs is told so. */
export function parseInput<S extends z.ZodType>(schema: S, input: Record<string, unknown>): z.infer<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
  const message = `The model's parameters do not fit the engine: ${detail}`;
  throw new JobError({ code: 'model_error', message, retryable: false, detail });
}

export const readInput = (input: Record<string, unknown>): JobInput => parseInput(JobInput, input);
