import { createHash } from 'node:crypto';
import type { WorkerOutput, WorkerPoster } from '@easel/contracts';
import { UndecodableImage } from '../asset/decode-image.js';
import { readVideo, UndecodableVideo } from '../asset/read-video.js';
import { storeImage, storePreview } from '../asset/store-image.js';
import { type AttemptRef, type Backend, type OutputPart, UnusableOutput } from '../backend/backend.js';
import { readWhole } from '../backend/read-whole.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import { BlobMismatch } from '../storage/storage.js';
import type { StoredOutput } from './complete-task.js';

/** What is larger goes to disk as it comes. */
const HELD_WHOLE_BYTES = 1024 * 1024;
const MAX_POSTER_BYTES = 8 * 1024 * 1024;

type Storing = Pick<Context, 'storage' | 'crash'>;
type Fetch = (part: OutputPart) => AsyncIterable<Uint8Array>;

async function readChecked(
  pieces: AsyncIterable<Uint8Array>,
  announced: Pick<WorkerPoster, 'sha256'>,
): Promise<Uint8Array> {
  const bytes = await readWhole(pieces);
  if (createHash('sha256').update(bytes).digest('hex') !== announced.sha256) {
    throw new UnusableOutput('invalid_output', 'the bytes do not match their checksum');
  }
  return bytes;
}

async function storePicture(ctx: Storing, fetch: Fetch, output: WorkerOutput): Promise<StoredOutput> {
  if (output.bytes <= HELD_WHOLE_BYTES) {
    const bytes = await readChecked(fetch('output'), output);
    ctx.crash.reach('before_store');
    const { blob, preview, width, height } = await storeImage(ctx, bytes, output.content_type);
    return { output: { ...output, width, height }, blob, preview };
  }
  const blob = await ctx.storage.putStream(fetch('output'), output.content_type, output);
  ctx.crash.reach('before_store');
  const { preview, width, height } = await storePreview(ctx, () => ctx.storage.read(blob.sha256));
  return { output: { ...output, width, height }, blob, preview };
}

async function storeVideo(ctx: Storing, fetch: Fetch, output: WorkerOutput): Promise<StoredOutput> {
  const { poster } = output;
  if (!poster) throw new UnusableOutput('invalid_output', 'the video came without a still picture');
  if (poster.bytes > MAX_POSTER_BYTES) throw new UnusableOutput('invalid_output', 'the still picture is too large');
  const blob = await ctx.storage.putStream(fetch('output'), output.content_type, output);
  ctx.crash.reach('before_store');
  const { width, height, duration_s, content_type } = await readVideo(ctx.storage, blob.sha256);
  const { preview } = await storePreview(ctx, await readChecked(fetch('poster'), poster));
  return {
    output: { ...output, width, height, duration_s, content_type },
    blob: { ...blob, content_type },
    preview,
  };
}

/**
 * Brings a finished output here and stores it with its preview.
 *
 * @throws UnusableOutput when it is not what was announced, or nothing that can be shown
 */
export async function storeOutput(
  ctx: Storing,
  backend: Backend,
  ref: AttemptRef,
  task: Pick<TaskRow, 'type'>,
  output: WorkerOutput,
): Promise<StoredOutput> {
  if (!output.content_type.startsWith(`${task.type}/`)) {
    throw new UnusableOutput('invalid_output', `${output.content_type} came where the task makes a ${task.type}`);
  }
  const store = task.type === 'video' ? storeVideo : storePicture;
  try {
    return await store(ctx, (part) => backend.fetch(ref, output.index, part), output);
  } catch (error) {
    const unusable =
      error instanceof UndecodableImage || error instanceof UndecodableVideo || error instanceof BlobMismatch;
    throw unusable ? new UnusableOutput('invalid_output', error.message) : error;
  }
}
