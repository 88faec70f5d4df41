import { createHash } from 'node:crypto';
import type { Job, WorkerOutput, WorkerPoster } from '@easel/contracts';
import type { Recipe } from '../recipe/xmp.js';
import { ENGINE_VERSION } from '../version.js';
import { type Picture, previewUrl } from './encode-picture.js';
import type { JobContext } from './job-context.js';

/** What is written into an output: with its own seed, so that its bytes do not depend on the count. */
export function outputRecipe({ output: { recipe } }: Job, seed: number | null): Recipe | null {
  if (!recipe) return null;
  const { input } = recipe;
  const own = seed !== null && typeof input === 'object' && input !== null ? { input: { ...input, seed } } : {};
  return { ...recipe, ...own, engine: ENGINE_VERSION };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A video's still picture and what is told of it. */
export interface Poster extends Omit<WorkerPoster, 'sha256' | 'bytes'> {
  data: Uint8Array;
}

/** Hands a finished output over, with its still picture if it is a video. */
export function sendOutput(
  send: JobContext['send'],
  output: Omit<WorkerOutput, 'sha256' | 'bytes' | 'poster'>,
  bytes: Uint8Array,
  still: Poster | null = null,
): void {
  const told: WorkerOutput = { ...output, sha256: sha256(bytes), bytes: bytes.length };
  if (still) {
    const { data, ...shape } = still;
    told.poster = { ...shape, sha256: sha256(data), bytes: data.length };
  }
  send({ type: 'output', output: told, bytes, poster: still?.data ?? null });
}

/** Shows how far an output is. A preview is a courtesy: the work does not wait for it, nor fail with it. */
export function sendPreview(send: JobContext['send'], index: number, picture: Picture): void {
  void previewUrl(picture).then(
    (data_url) => send({ type: 'preview', index, data_url }),
    () => undefined,
  );
}
