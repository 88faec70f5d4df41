import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Job } from '@easel/contracts';
import { promptWarnings } from '../../inference/prompt-warnings.js';
import { writeXmp } from '../../recipe/xmp.js';
import { type Conditioning, encodePrompt } from '../conditioning.js';
import { outputSeed } from '../draw-pictures.js';
import { encodePicture, type Picture, resize } from '../encode-picture.js';
import type { JobContext, JobReport } from '../job-context.js';
import type { ImageModel } from '../model.js';
import { finishedPicture, nativePicture } from '../pictures.js';
import { outputRecipe, sendOutput, sendPreview } from '../send-output.js';
import { chooseMotion, withoutMotion } from './choose-motion.js';
import { choreograph } from './choreograph.js';
import { drawLatents, loopSteps } from './draw-latents.js';
import { openFilm } from './film.js';
import { type LoopInput, readLoopInput } from './loop-input.js';

/** Previews while the picture is drawn, and while the frames are. */
const PREVIEWS = 4;
const PREVIEW_SIDE = 192;

/** Makes a job's loops: each of drawings that flow into one another and move, sent as soon as it is finished. */
export async function makeLoops(
  model: ImageModel,
  job: Job,
  { send, stopIfCancelled }: JobContext,
): Promise<JobReport> {
  const input = readLoopInput(job.input);
  send({ type: 'stage', stage: 'running' });
  const conditioning = await encodePrompt(model, withoutMotion(input.prompt));
  const total_steps = (loopSteps(input) + framesOf(input)) * job.count;
  const seeds = Array.from({ length: job.count }, (_, index) => outputSeed(input.seed, index));
  let [step, encode_ms] = [0, 0];

  for (const [index, seed] of seeds.entries()) {
    const watching: Watching = {
      advance() {
        stopIfCancelled();
        step += 1;
        send({ type: 'progress', progress: Math.floor((step / total_steps) * 100), step, total_steps });
      },
      show: (picture) => sendPreview(send, index, picture),
    };
    const xmp = writeXmp(outputRecipe(job, seed));
    const { bytes, poster, ...loop } = await makeLoop(model, conditioning, { ...input, seed }, xmp, watching);
    if (index === job.count - 1) send({ type: 'stage', stage: 'encoding' });
    const { width, height } = poster;
    const still = { content_type: 'image/webp', width, height, data: await encodePicture(poster, 'webp', null) };
    const duration_s = framesOf(input) / input.fps;
    sendOutput(send, { index, content_type: 'video/mp4', width, height, duration_s, seed }, bytes, still);
    encode_ms += loop.encode_ms;
  }
  return { warnings: promptWarnings(conditioning.tokens, model.words.max_words), encode_ms };
}

interface Watching {
  /** One step more is done; throws when the job was cancelled. */
  advance(): void;
  show(picture: Picture): void;
}

interface Loop {
  bytes: Uint8Array;
  poster: Picture;
  encode_ms: number;
}

const framesOf = ({ duration_s, fps }: LoopInput): number => Math.round(duration_s * fps);

/** Makes one loop, frame by frame: of the frames before only what is coded is held. */
async function makeLoop(
  model: ImageModel,
  conditioning: Conditioning,
  input: LoopInput,
  xmp: string,
  { advance, show }: Watching,
): Promise<Loop> {
  const { width, height, fps, steps, duration_s } = input;
  const frames = framesOf(input);
  let done = 0;
  const latents = await drawLatents(model, conditioning, input, frames, async (clean) => {
    advance();
    done += 1;
    if (done < steps && done % Math.ceil(steps / PREVIEWS) === 0) show(await nativePicture(model, clean));
  });
  const [first, ...others] = latents;
  let drawing = await finishedPicture(model, first, { width, height });
  const motion = input.motion === 'auto' ? chooseMotion(input.prompt) : input.motion;
  const pose = choreograph(drawing, motion, duration_s, frames);
  const poster = pose(drawing, 0);
  const film = await openFilm({ width, height, fps });
  let encode_ms = 0;
  try {
    for (let n = 0; n < frames; n++) {
      const next = n > 0 ? others[n - 1] : undefined;
      if (next) drawing = await finishedPicture(model, next, { width, height });
      // Work that never waits would not hear that the job was cancelled.
      else await nextTurn();
      const frame = n > 0 ? pose(drawing, n / frames) : poster;
      const begun = performance.now();
      film.add(frame);
      encode_ms += performance.now() - begun;
      advance();
      if (n % Math.ceil(frames / PREVIEWS) === 0) show(await preview(frame));
    }
    return { bytes: film.finish(xmp), poster, encode_ms };
  } finally {
    film.close();
  }
}

const preview = (frame: Picture): Promise<Picture> =>
  resize(frame, PREVIEW_SIDE, Math.max(1, Math.round((PREVIEW_SIDE * frame.height) / frame.width)));
