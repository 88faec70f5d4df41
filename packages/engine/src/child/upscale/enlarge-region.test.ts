import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENLARGING_WEIGHTS, SHIPPED } from '../../../test/jobs.js';
import type { Picture } from '../encode-picture.js';
import { loadModel, type UpscaleModel } from '../model.js';
import { cut, enlargeRegion } from './enlarge-region.js';

const nothing = (): void => undefined;

/** Stripes, steps and noise: what shows a seam. */
function busyPicture(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const at = Math.floor(i / 3);
    const [x, y] = [at % width, Math.floor(at / width)];
    data[i] = (x * 3 + y * 5 + ((x >> 3) ^ (y >> 3)) * 40 + ((i * 7919) % 31)) % 256;
  }
  return { data, width, height };
}

const largest = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);

let model: UpscaleModel;
beforeAll(async () => {
  const loaded = await loadModel(join(SHIPPED, ENLARGING_WEIGHTS), 2);
  if (loaded.task !== 'upscale') throw new Error('the model does not enlarge');
  model = loaded;
});

describe('a region of an enlarged picture', () => {
  it.each([
    ['drawing', 1, 90, 70],
    ['photo', 2, 61, 47],
  ] as const)('by %s, doubled %i times: tiles are what the whole is', async (kind, doublings, width, height) => {
    const source = busyPicture(width, height);
    const whole = { left: 0, top: 0, width: width << doublings, height: height << doublings };
    const untiled = await enlargeRegion(model, kind, source, doublings, whole, nothing);
    const side = 52;
    for (let top = 0; top < whole.height; top += side) {
      for (let left = 0; left < whole.width; left += side) {
        const box = {
          left,
          top,
          width: Math.min(side, whole.width - left),
          height: Math.min(side, whole.height - top),
        };
        const tile = await enlargeRegion(model, kind, source, doublings, box, nothing);
        const there = cut(untiled, { left: 0, top: 0 }, box, whole);
        // Only the order of additions differs: it may tip a rounding.
        expect(largest(tile.data, there.data)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('keeps what it enlarges: made small again it is the source', async () => {
    const source = busyPicture(40, 40);
    const flat = { ...source, data: source.data.map((_, i) => [200, 60, 30][i % 3] ?? 0) };
    const box = { left: 0, top: 0, width: 160, height: 160 };
    const { data } = await enlargeRegion(model, 'drawing', flat, 2, box, nothing);
    expect(
      largest(
        data,
        data.map((_, i) => [200, 60, 30][i % 3] ?? 0),
      ),
    ).toBeLessThanOrEqual(3);
  });

  it('does not run once it is told to stop', async () => {
    const before = model.session_ms;
    const stop = (): never => {
      throw new Error('stopped');
    };
    const box = { left: 0, top: 0, width: 20, height: 20 };
    await expect(enlargeRegion(model, 'photo', busyPicture(10, 10), 1, box, stop)).rejects.toThrow('stopped');
    expect(model.session_ms).toBe(before);
  });
});

describe('cutting', () => {
  it('repeats the outermost pixels beyond the edges', () => {
    const picture = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), width: 2, height: 1 };
    const { data } = cut(picture, { left: 0, top: 0 }, { left: -1, top: -1, width: 4, height: 2 }, picture);
    const row = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6];
    expect([...data]).toEqual([...row, ...row]);
  });
});
