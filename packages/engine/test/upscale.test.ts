import { WorkerEvent, WorkerResult } from '@easel/contracts';
import { createEngine, type Engine } from '@easel/engine';
import { readRecipe } from '@easel/engine/recipe';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENLARGING_WEIGHTS, enlargeJob, SHIPPED, watch } from './jobs.js';

let engine: Engine;
beforeAll(() => {
  engine = createEngine({ weights_root: SHIPPED, threads: 2 });
});
afterAll(() => engine.close());

const RED = { r: 220, g: 40, b: 30 };
const plain = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: channels === 4 ? { ...RED, alpha: 0 } : RED } });

/** A green disc on nothing: under the pixels that cannot be seen lies black. */
const disc = () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="20" fill="#0a0"/></svg>';
  return sharp(Buffer.from(svg)).png().toBuffer();
};

const pixel = async (bytes: Uint8Array | undefined, left: number, top: number): Promise<number[]> => [
  ...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer()),
];

describe('the shipped weights', () => {
  it('are what their manifest says', async () => {
    expect(await engine.inspect(ENLARGING_WEIGHTS)).toEqual([]);
  });

  it('enlarge four times, tile by tile, with messages as the contract has them', async () => {
    const image = await plain(150, 130).png().toBuffer();
    const { result, outputs, events } = await watch(engine, enlargeJob({ input: { scale: 4 } }), { image });
    WorkerResult.parse(result);
    for (const event of events) WorkerEvent.parse(event);
    expect(await sharp(outputs[0]).metadata()).toMatchObject({ format: 'png', width: 600, height: 520, channels: 3 });
    const tiles = events.filter((e) => e.type === 'progress');
    expect(tiles.map((e) => [e.step, e.total_steps])).toEqual([1, 2, 3, 4].map((step) => [step, 4]));
    expect(events.filter((e) => e.type === 'preview')).toHaveLength(1);
    const colour = await pixel(outputs[0], 300, 300);
    for (const [c, value] of [RED.r, RED.g, RED.b].entries())
      expect(Math.abs((colour[c] ?? 0) - value)).toBeLessThan(4);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('write the recipe into a %s, and no seed', async (format) => {
    const { outputs, result } = await watch(engine, enlargeJob({ format }), {
      image: await plain(20, 30).png().toBuffer(),
    });
    if ('error' in result) throw new Error(result.error.detail);
    expect(result.outputs[0]).toMatchObject({ width: 40, height: 60, seed: null, content_type: `image/${format}` });
    expect((await sharp(outputs[0]).metadata()).format).toBe(format);
    const recipe = readRecipe(outputs[0] ?? new Uint8Array());
    expect(recipe).toMatchObject({ mode: 'upscale', input: { scale: 2 } });
    expect(recipe?.input).not.toHaveProperty('seed');
  });

  it('give the same bytes again', async () => {
    const image = await disc();
    const [a, b] = [await watch(engine, enlargeJob(), { image }), await watch(engine, enlargeJob(), { image })];
    expect(Buffer.compare(a.outputs[0] ?? Buffer.from('a'), b.outputs[0] ?? Buffer.from('b'))).toBe(0);
  });
});

describe('pictures of every kind', () => {
  it('keep their opacity, without a rim of what lay under it', async () => {
    const { outputs } = await watch(engine, enlargeJob(), { image: await disc() });
    const { data, info } = await sharp(outputs[0]).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    expect(data[3]).toBe(0);
    expect(data[(64 * 128 + 64) * 4 + 3]).toBe(255);
    let darkest = 255;
    for (let i = 0; i < data.length; i += 4) if ((data[i + 3] ?? 0) > 8) darkest = Math.min(darkest, data[i + 1] ?? 0);
    expect(darkest).toBeGreaterThan(150);
  });

  it('lie on white where the format knows no opacity', async () => {
    const { outputs } = await watch(engine, enlargeJob({ format: 'jpeg' }), { image: await disc() });
    expect(Math.min(...(await pixel(outputs[0], 2, 2)))).toBeGreaterThan(250);
  });

  it('are turned upright', async () => {
    const image = await plain(30, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { outputs } = await watch(engine, enlargeJob(), { image });
    expect(await sharp(outputs[0]).metadata()).toMatchObject({ width: 40, height: 60 });
  });

  it('may be a strip one pixel wide, a single pixel, or grey', async () => {
    for (const [width, height] of [
      [1, 900],
      [1, 1],
    ] as const) {
      const { outputs } = await watch(engine, enlargeJob({ input: { scale: 4 } }), {
        image: await plain(width, height).png().toBuffer(),
      });
      expect(await sharp(outputs[0]).metadata()).toMatchObject({ width: width * 4, height: height * 4 });
    }
    const image = await plain(16, 16).greyscale().toColourspace('b-w').png().toBuffer();
    const { error } = await watch(engine, enlargeJob(), { image });
    expect(error).toBeNull();
  });
});

describe('what is refused', () => {
  it.each([
    ['too many pixels', 2049, 2048, 4, 'png', /8196 × 8192.*2048 × 2048/],
    ['a side that WebP cannot hold', 1, 4096, 4, 'webp', /16384.*WEBP.*16383.*PNG or JPEG/],
    ['a side that no format here holds', 40_000, 1, 2, 'png', /80000.*65500/],
  ] as const)('%s', async (_, width, height, scale, format, words) => {
    const image = await plain(width, height).png().toBuffer();
    const { error } = await watch(engine, enlargeJob({ format, input: { scale } }), { image });
    expect(error).toMatchObject({ code: 'model_error', retryable: false });
    expect(error?.message).toMatch(words);
  });

  it('no picture, or none at all', async () => {
    const broken = await watch(engine, enlargeJob(), { image: new Uint8Array([1, 2, 3]) });
    expect(broken.error?.message).toBe('The picture could not be read.');
    expect((await watch(engine, enlargeJob())).error?.message).toContain('missing');
  });

  it('opacity in a WebP that would be very large', async () => {
    const image = await plain(1100, 1000, 4).png().toBuffer();
    const { error } = await watch(engine, enlargeJob({ format: 'webp', input: { scale: 4 } }), { image });
    expect(error?.message).toMatch(/4400 × 4000.*opacity.*Choose PNG/);
  });

  it('another factor', async () => {
    const { error } = await watch(engine, enlargeJob({ input: { scale: 3 } }), { image: await disc() });
    expect(error?.message).toContain('scale');
  });
});

it('stops at the next tile when cancelled, and the child goes on to the next job', async () => {
  const abort = new AbortController();
  const image = await plain(1200, 1200).png().toBuffer();
  const seen: number[] = [];
  const run = watch(
    engine,
    enlargeJob({ input: { scale: 4 } }),
    { image },
    {
      signal: abort.signal,
      on_event: (event) => {
        if (event.type !== 'progress') return;
        seen.push(event.step);
        abort.abort();
      },
    },
  );
  await expect(run).rejects.toThrow();
  expect(seen.length).toBeLessThan(4);
  const pids = engine.stats().pools.flatMap((pool) => pool.pids);
  expect((await watch(engine, enlargeJob(), { image: await disc() })).error).toBeNull();
  expect(engine.stats().pools.flatMap((pool) => pool.pids)).toEqual(pids);
});
