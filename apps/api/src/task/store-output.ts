import { createHash } from 'node:crypto';
import type { WorkerOutput } from '@easel/contracts';
import { UndecodableImage } from '../asset/decode-image.js';
import { storeImage } from '../asset/store-image.js';
import { type AttemptRef, type Backend, UnusableOutput } from '../backend/backend.js';
import { readWhole } from '../backend/read-whole.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import type { StoredOutput } from './complete-task.js';

/**
 * Brings a finished output here and stores it with its preview.
 *
 * @throws UnusableOutput when it is not what was announced, or nothing that can be shown
 */
export async function storeOutput(
  ctx: Pick<Context, 'storage' | 'crash'>,
  backend: Backend,
  ref: AttemptRef,
  _task: Pick<TaskRow, 'type'>,
  output: WorkerOutput,
): Promise<StoredOutput> {
  const bytes = await readWhole(backend.fetch(ref, output.index, 'output'));
  if (createHash('sha256').update(bytes).digest('hex') !== output.sha256) {
    throw new UnusableOutput('invalid_output', 'the bytes do not match their checksum');
  }
  ctx.crash.reach('before_store');
  try {
    const stored = await storeImage(ctx, bytes, output.content_type);
    const measured = { ...output, width: stored.width, height: stored.height };
    return { output: measured, blob: stored.blob, preview: stored.preview };
  } catch (error) {
    if (error instanceof UndecodableImage) throw new UnusableOutput('invalid_output', error.message);
    throw error;
  }
}
