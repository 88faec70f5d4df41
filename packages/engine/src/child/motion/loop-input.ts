import { z } from 'zod';
import { parseInput } from '../job-input.js';
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
  const read = parseInput(LoopInput, input);
  return { ...read, width: read.width & ~1, height: read.height & ~1 };
}
