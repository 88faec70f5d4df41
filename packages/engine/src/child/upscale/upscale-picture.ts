import type { Job } from '@easel/contracts';
import sharp from 'sharp';
import { type Picture, previewUrl, resize } from '../encode-picture.js';
import type { JobContext, JobReport } from '../job-context.js';
import type { UpscaleModel } from '../model.js';
import { outputRecipe, sendOutput } from '../send-output.js';
import { openSink } from './band-sink.js';
import { enlargeRegion } from './enlarge-region.js';
import { fillUnderAlpha } from './fill-under-alpha.js';
import { readSource, type Source, sourceSize } from './read-source.js';
import { checkOpacity, checkSize, readUpscaleInput, refused, type UpscaleInput } from './upscale-input.js';

/** Side of a tile of the enlarged picture: the memory of a run grows with it, the work that tiles do twice shrinks. */
const TILE = 480;
const PREVIEW_SIDE = 512;

/** Enlarges a picture, tile by tile. */
export async function upscalePicture(
  model: UpscaleModel,
  job: Job,
  files: Record<string, Uint8Array>,
  { send, stopIfCancelled }: JobContext,
): Promise<JobReport> {
  const { format } = job.output;
  const { scale, kind } = readUpscaleInput(job.input);
  if (!files.image) throw refused('The picture to enlarge is missing.', 'files.image');
  const size = await sourceSize(files.image);
  checkSize(size.width, size.height, scale, format);
  const source = await readSource(files.image);
  stopIfCancelled();
  send({ type: 'stage', stage: 'running' });
  send({ type: 'preview', index: 0, data_url: await previewUrl(await smallPicture(source.colour)) });

  const width = source.colour.width * scale;
  const height = source.colour.height * scale;
  if (source.alpha) checkOpacity(width, height, format);
  const alpha = source.alpha && format !== 'jpeg' ? await enlargeAlpha(source, source.alpha, scale) : null;
  if (source.alpha && format === 'jpeg') onWhite(source.colour, source.alpha);
  else if (source.alpha) fillUnderAlpha(source, source.alpha, 2 * model.manifest.margin);
  const shape = { width, height, channels: alpha ? (4 as const) : (3 as const) };
  const sink = openSink(shape, format, outputRecipe(job, null));
  const total_steps = Math.ceil(width / TILE) * Math.ceil(height / TILE);
  let step = 0;
  const onTile = (): void => {
    step += 1;
    send({ type: 'progress', progress: Math.floor((step / total_steps) * 100), step, total_steps });
  };
  try {
    for (let top = 0; top < height; top += TILE) {
      const rows = Math.min(TILE, height - top);
      const band = { top, width, height: rows };
      const colours = await enlargeBand(model, kind, source.colour, Math.log2(scale), band, stopIfCancelled, onTile);
      await sink.write(alpha ? join(colours, alpha.subarray(top * width, (top + rows) * width)) : colours);
    }
    send({ type: 'stage', stage: 'encoding' });
    const begun = performance.now();
    const bytes = await sink.finish();
    const encode_ms = performance.now() - begun;
    stopIfCancelled();
    sendOutput(send, { index: 0, content_type: `image/${format}`, width, height, duration_s: null, seed: null }, bytes);
    return { warnings: [], encode_ms };
  } catch (error) {
    sink.drop();
    throw error;
  }
}

/** A band as wide as the enlarged picture, from tiles side by side. */
async function enlargeBand(
  model: UpscaleModel,
  kind: UpscaleInput['kind'],
  source: Picture,
  doublings: number,
  band: { top: number; width: number; height: number },
  stopIfCancelled: () => void,
  onTile: () => void,
): Promise<Uint8Array> {
  const data = new Uint8Array(band.width * band.height * 3);
  for (let left = 0; left < band.width; left += TILE) {
    const box = { left, top: band.top, width: Math.min(TILE, band.width - left), height: band.height };
    const tile = await enlargeRegion(model, kind, source, doublings, box, stopIfCancelled);
    for (let y = 0; y < band.height; y++) {
      data.set(tile.data.subarray(y * box.width * 3, (y + 1) * box.width * 3), (y * band.width + left) * 3);
    }
    stopIfCancelled();
    onTile();
  }
  return data;
}

async function smallPicture(picture: Picture): Promise<Picture> {
  const factor = Math.min(1, PREVIEW_SIDE / Math.max(picture.width, picture.height));
  const side = (length: number): number => Math.max(1, Math.round(length * factor));
  return resize(picture, side(picture.width), side(picture.height));
}

async function enlargeAlpha({ colour }: Source, alpha: Uint8Array, scale: number): Promise<Uint8Array> {
  const { width, height } = colour;
  const large = sharp(alpha, { raw: { width, height, channels: 1 } })
    .resize(width * scale, height * scale, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w');
  return large.raw().toBuffer();
}

function onWhite({ data }: Picture, alpha: Uint8Array): void {
  for (let i = 0; i < alpha.length; i++) {
    const a = (alpha[i] ?? 0) / 255;
    for (let c = 0; c < 3; c++) data[i * 3 + c] = Math.round((data[i * 3 + c] ?? 0) * a + 255 * (1 - a));
  }
}

function join(colours: Uint8Array, alpha: Uint8Array): Uint8Array {
  const data = new Uint8Array(alpha.length * 4);
  for (let i = 0; i < alpha.length; i++) {
    for (let c = 0; c < 3; c++) data[i * 4 + c] = colours[i * 3 + c] ?? 0;
    data[i * 4 + 3] = alpha[i] ?? 0;
  }
  return data;
}
