import type { Picture } from '../encode-picture.js';

/** A plain background: per channel its colour in the middle, and by how much it rises to the right and downwards. */
export type Backdrop = [number, number, number][];

const RING = 3;
/** Beyond this the border is something else than background. */
const OUTLIER = 40;
const CLOSE = 14;
const LEVEL_SLOPE = 2.5;
/** At least this share of the border must be background: a thing that is cut off cannot be moved alone. */
const PLAIN_SHARE = 0.95;

interface Sample {
  x: number;
  y: number;
  rgb: [number, number, number];
}

const channelOf = (sample: Sample, c: number): number => sample.rgb[c] ?? 0;

function border({ data, width, height }: Picture): Sample[] {
  const samples: Sample[] = [];
  const take = (column: number, row: number): void => {
    const i = (row * width + column) * 3;
    const rgb: Sample['rgb'] = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    samples.push({ x: (2 * column) / (width - 1) - 1, y: (2 * row) / (height - 1) - 1, rgb });
  };
  for (let depth = 0; depth < RING; depth++) {
    for (let column = depth; column < width - depth; column += 2) {
      take(column, depth);
      take(column, height - 1 - depth);
    }
    for (let row = depth; row < height - depth; row += 2) {
      take(depth, row);
      take(width - 1 - depth, row);
    }
  }
  return samples;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Least squares of `value = a + b x + c y`. */
function fitPlane(samples: Sample[], c: number): [number, number, number] {
  const [n, sum] = [samples.length, { x: 0, y: 0, v: 0, xx: 0, yy: 0, xy: 0, xv: 0, yv: 0 }];
  for (const sample of samples) {
    const { x, y } = sample;
    const v = channelOf(sample, c);
    sum.x += x / n;
    sum.y += y / n;
    sum.v += v / n;
    sum.xx += (x * x) / n;
    sum.yy += (y * y) / n;
    sum.xy += (x * y) / n;
    sum.xv += (x * v) / n;
    sum.yv += (y * v) / n;
  }
  const [xx, yy, xy] = [sum.xx - sum.x ** 2, sum.yy - sum.y ** 2, sum.xy - sum.x * sum.y];
  const [xv, yv] = [sum.xv - sum.x * sum.v, sum.yv - sum.y * sum.v];
  const determinant = xx * yy - xy * xy || 1;
  const right = (xv * yy - yv * xy) / determinant;
  const down = (yv * xx - xv * xy) / determinant;
  // A slope this small would show as nothing but the lines between its levels.
  if (Math.abs(right) + Math.abs(down) < LEVEL_SLOPE) return [Math.round(sum.v), 0, 0];
  return [sum.v - right * sum.x - down * sum.y, right, down];
}

/** The background of a picture as its border shows it; null when the border is not plain. */
export function findBackdrop(picture: Picture): Backdrop | null {
  const samples = border(picture);
  const middle = [0, 1, 2].map((c) => median(samples.map((sample) => channelOf(sample, c))));
  const near = samples.filter((s) => middle.every((value, c) => Math.abs(channelOf(s, c) - value) < OUTLIER));
  if (near.length < samples.length / 2) return null;
  const backdrop: Backdrop = [0, 1, 2].map((c) => fitPlane(near, c));
  const plain = samples.filter((s) =>
    backdrop.every(([a, b, d], c) => Math.abs(channelOf(s, c) - (a + b * s.x + d * s.y)) < CLOSE),
  );
  return plain.length >= PLAIN_SHARE * samples.length ? backdrop : null;
}

/** The background alone, row by row. */
export function paintBackdrop(backdrop: Backdrop, width: number, height: number): Float32Array {
  const canvas = new Float32Array(width * height * 3);
  for (const [c, [a, right, down]] of backdrop.entries()) {
    const step = (2 * right) / (width - 1);
    for (let row = 0, i = c; row < height; row++) {
      let value = a - right + down * ((2 * row) / (height - 1) - 1);
      for (let column = 0; column < width; column++, i += 3, value += step) {
        canvas[i] = Math.min(255, Math.max(0, value));
      }
    }
  }
  return canvas;
}
