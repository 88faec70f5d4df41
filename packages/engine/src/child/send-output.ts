import { createHash } from 'node:crypto';
import type { Job, WorkerOutput } from '@easel/contracts';
import type { Recipe } from '../recipe/xmp.js';
import { ENGINE_VERSION } from '../version.js';
import type { JobContext } from './job-context.js';

/** What is written into an output: with its own seed, so that its bytes do not depend on the count. */
export function outputRecipe({ output: { recipe } }: Job, seed: number | null): Recipe | null {
  if (!recipe) return null;
  const { input } = recipe;
  const own = seed !== null && typeof input === 'object' && input !== null ? { input: { ...input, seed } } : {};
  return { ...recipe, ...own, engine: ENGINE_VERSION };
}

/** Hands a finished output over. */
export function sendOutput(
  send: JobContext['send'],
  output: Omit<WorkerOutput, 'sha256' | 'bytes'>,
  bytes: Uint8Array,
): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  send({ type: 'output', output: { ...output, sha256, bytes: bytes.length }, bytes });
}
