import { createHash } from 'node:crypto';
import type { Job, TaskWarning } from '@easel/contracts';
import { seededNoise } from '../inference/noise.js';
import { promptWarnings } from '../inference/prompt-warnings.js';
import type { FromChild } from '../process/messages.js';
import { ENGINE_VERSION } from '../version.js';
import { encodePrompt } from './conditioning.js';
import { type Drawing, drawingSteps, drawLatent } from './draw-latent.js';
import { encodePicture, previewUrl } from './encode-picture.js';
import { CancelledError } from './errors.js';
import { readInput } from './job-input.js';
import type { Model } from './model.js';
import { encodeReference, finishedPicture, nativePicture } from './pictures.js';

export interface JobContext {
  send(message: FromChild): void;
  cancelled(): boolean;
}

export interface JobReport {
  warnings: TaskWarning[];
  encode_ms: number;
}

const PREVIEWS = 4;
const MAX_SEED = 2 ** 31 - 1;

/** The seed of output i. */
export const outputSeed = (seed: number, index: number): number => (seed + index) % (MAX_SEED + 1);

/** What is written into output i: with its own seed, so that its bytes do not depend on the count. */
function outputRecipe(job: Job, seed: number): Record<string, unknown> | null {
  if (!job.output.recipe) return null;
  const { input } = job.output.recipe;
  const own = typeof input === 'object' && input !== null ? { input: { ...input, seed } } : {};
  return { ...job.output.recipe, ...own, engine: ENGINE_VERSION };
}

/** Runs a job: one output after the other, each sent as soon as it is finished. */
export async function runJob(
  model: Model,
  job: Job,
  files: Record<string, Uint8Array>,
  { send, cancelled }: JobContext,
): Promise<JobReport> {
  const input = readInput(job.input);
  const stopIfCancelled = (): void => {
    if (cancelled()) throw new CancelledError();
  };
  send({ type: 'stage', stage: 'running' });
  const conditioning = await encodePrompt(model, input.prompt);
  const latent = job.mode === 'img2img' ? await encodeReference(model, files.image) : null;
  const source = latent ? { latent, strength: input.strength ?? 1 } : null;
  const latentSize = model.manifest.latent.reduce((a, b) => a * b);
  const steps = drawingSteps({ ...input, source });
  const total_steps = steps * job.count;
  const every = Math.max(1, Math.ceil(steps / PREVIEWS));
  let encode_ms = 0;

  for (let index = 0; index < job.count; index++) {
    const seed = outputSeed(input.seed, index);
    const own: Drawing = { ...input, noise: seededNoise(latentSize, seed), source };
    const z = await drawLatent(model, conditioning, own, async (done, clean) => {
      stopIfCancelled();
      const step = index * steps + done;
      send({ type: 'progress', progress: Math.floor((step / total_steps) * 100), step, total_steps });
      if (done % every !== 0 || done === steps) return;
      const picture = await nativePicture(model, clean);
      void previewUrl(picture).then((data_url) => send({ type: 'preview', index, data_url }), ignoreLostPreview);
    });
    const picture = await finishedPicture(model, z, input);
    stopIfCancelled();
    if (index === job.count - 1) send({ type: 'stage', stage: 'encoding' });
    const begun = performance.now();
    const bytes = await encodePicture(picture, job.output.format, outputRecipe(job, seed));
    encode_ms += performance.now() - begun;
    const { width, height } = picture;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const content_type = `image/${job.output.format}`;
    const output = {
      index,
      content_type,
      width,
      height,
      duration_s: null,
      seed,
      sha256,
      bytes: bytes.length,
    };
    send({ type: 'output', output, bytes });
  }
  return { warnings: promptWarnings(conditioning.tokens, model.words.max_words), encode_ms };
}

/** A preview is a courtesy: the picture does not wait for it, nor fail with it. */
const ignoreLostPreview = (): void => undefined;
