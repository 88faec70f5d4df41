import type { Job } from '@easel/contracts';
import { seededNoise } from '../inference/noise.js';
import { promptWarnings } from '../inference/prompt-warnings.js';
import { encodePrompt } from './conditioning.js';
import { type Drawing, drawingSteps, drawLatent } from './draw-latent.js';
import { encodePicture } from './encode-picture.js';
import type { JobContext, JobReport } from './job-context.js';
import { readInput } from './job-input.js';
import type { ImageModel } from './model.js';
import { encodeReference, finishedPicture, nativePicture } from './pictures.js';
import { outputRecipe, sendOutput, sendPreview } from './send-output.js';

const PREVIEWS = 4;
const MAX_SEED = 2 ** 31 - 1;

/** The seed of output i. */
export const outputSeed = (seed: number, index: number): number => (seed + index) % (MAX_SEED + 1);

/** Draws a job's pictures: one output after the other, each sent as soon as it is finished. */
export async function drawPictures(
  model: ImageModel,
  job: Job,
  files: Record<string, Uint8Array>,
  { send, stopIfCancelled }: JobContext,
): Promise<JobReport> {
  const input = readInput(job.input);
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
      sendPreview(send, index, await nativePicture(model, clean));
    });
    const picture = await finishedPicture(model, z, input);
    stopIfCancelled();
    if (index === job.count - 1) send({ type: 'stage', stage: 'encoding' });
    const begun = performance.now();
    const bytes = await encodePicture(picture, job.output.format, outputRecipe(job, seed));
    encode_ms += performance.now() - begun;
    const { width, height } = picture;
    const content_type = `image/${job.output.format}`;
    sendOutput(send, { index, content_type, width, height, duration_s: null, seed }, bytes);
  }
  return { warnings: promptWarnings(conditioning.tokens, model.words.max_words), encode_ms };
}
