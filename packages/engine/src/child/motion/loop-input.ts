import { z } from 'zod';
import { JobError } from '../errors.js';
import { MOTIONS } from './moves.js';

/** The parameters that making a loop understands; a model's settings may have others, which are left alone. */
const LoopInput = z.object({
  prompt: z.string(),
  seed: z.int().min(0),
  width: z.int().min(16).max(2048),
  height: z.int().min(16).max(2048),
  steps: z.int().min(1).max(1000),
  guidance_scale: z.number().min(0).max(100),
  duration_s: z.number().min(0.5).max(10),
  fps: z.int().min(4).max(60),
  /** `auto`: as the prompt's words ask. */
  motion: z.enum(['auto', ...MOTIONS]),
  /** How much the drawing itself changes on the way: 0 keeps it still. */
  variation: z.number().min(0).max(1),
});
export type LoopInput = z.infer<typeof LoopInput>;

/** Reads a job's input; sides are made even, which video needs. */
export function readLoopInput(input: Record<string, unknown>): LoopInput {
  const parsed = LoopInput.safeParse(input);
  if (parsed.success) {
    const { width, height } = parsed.data;
    return { ...parsed.data, width: width & ~1, height: height & ~1 };
  }
  const detail = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
  const message = `The model's parameters do not fit the engine: ${detail}`;
  throw new JobError({ code: 'model_error', message, retryable: false, detail });
}
