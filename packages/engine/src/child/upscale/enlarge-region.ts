import ort from 'onnxruntime-node';
import type { Picture } from '../encode-picture.js';
import type { UpscaleModel } from '../model.js';
import type { UpscaleInput } from './upscale-input.js';

/** A part of a picture, in its pixels; it may reach beyond the picture's edges. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const clamp = (value: number, top: number): number => Math.max(0, Math.min(value, top - 1));

/**
 * Cuts a box out of a picture of which `part` is held, beginning at `at`. What lies beyond the picture's edges repeats
 * its outermost pixels.
 */
export function cut(
  part: Picture,
  at: { left: number; top: number },
  box: Box,
  whole: { width: number; height: number },
): Picture {
  const data = new Uint8Array(box.width * box.height * 3);
  const from = clamp(box.left, whole.width);
  const to = clamp(box.left + box.width - 1, whole.width) + 1;
  for (let y = 0; y < box.height; y++) {
    const row = (clamp(box.top + y, whole.height) - at.top) * part.width;
    const start = (row + from - at.left) * 3;
    const end = (row + to - at.left) * 3;
    const line = y * box.width * 3;
    const inner = line + (from - box.left) * 3;
    data.set(part.data.subarray(start, end), inner);
    for (let i = line; i < inner; i++) data[i] = part.data[start + ((i - line) % 3)] ?? 0;
    for (let i = inner + end - start; i < line + box.width * 3; i++)
      data[i] = part.data[end - 3 + ((i - line) % 3)] ?? 0;
  }
  return { data, width: box.width, height: box.height };
}

/**
 * A box of a picture that was enlarged `doublings` times. Each run is given exactly the surroundings that its network
 * looks at, themselves enlarged as often as they must be: so the box is the same as if all had been enlarged at once.
 */
export async function enlargeRegion(
  model: UpscaleModel,
  kind: UpscaleInput['kind'],
  source: Picture,
  doublings: number,
  box: Box,
  beforeRun: () => void,
): Promise<Picture> {
  if (doublings === 0) return cut(source, { left: 0, top: 0 }, box, source);
  const { margin, scale } = model.manifest;
  const whole = { width: source.width * scale ** doublings, height: source.height * scale ** doublings };
  const left = Math.floor(clamp(box.left, whole.width) / scale);
  const top = Math.floor(clamp(box.top, whole.height) / scale);
  const width = Math.floor(clamp(box.left + box.width - 1, whole.width) / scale) + 1 - left;
  const height = Math.floor(clamp(box.top + box.height - 1, whole.height) / scale) + 1 - top;
  const wanted = { left: left - margin, top: top - margin, width: width + 2 * margin, height: height + 2 * margin };
  const given = await enlargeRegion(model, kind, source, doublings - 1, wanted, beforeRun);
  beforeRun();
  const pixels = new ort.Tensor('uint8', given.data, [1, given.height, given.width, 3]);
  const { enlarged } = await model.run(kind, { pixels });
  if (!enlarged) throw new Error('the graph gave no picture');
  // The manifest's shape check has made sure of bytes.
  const part = { data: enlarged.data as Uint8Array, width: width * scale, height: height * scale };
  return cut(part, { left: left * scale, top: top * scale }, box, whole);
}
