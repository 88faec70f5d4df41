import { WorkerEvent, WorkerResult } from '@easel/contracts';
import { createEngine, type Engine } from '@easel/engine';
import { readRecipe } from '@easel/engine/recipe';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxesIn, codedFrames } from '../src/child/motion/mp4-boxes.js';
import { decodeFilm } from './decode-film.js';
import { makeJob, SHIPPED, watch } from './jobs.js';

let engine: Engine;
beforeAll(() => {
  engine = createEngine({ weights_root: SHIPPED, threads: 2 });
});
afterAll(() => engine.close());

const loopJob = (input: Record<string, unknown> = {}, count = 1) =>
  makeJob({
    mode: 't2v',
    count,
    timeout_s: 240,
    input: { width: 128, height: 128, steps: 6, duration_s: 2, fps: 12, motion: 'auto', variation: 0.5, ...input },
  });

/** Mean difference of the brightness of each frame from the one before; of the first, from the last. */
const steps = (frames: Uint8Array[], pixels: number): number[] =>
  frames.map((frame, n) => {
    const before = frames.at(n - 1) ?? frame;
    let sum = 0;
    for (let i = 0; i < pixels; i++) sum += Math.abs((frame[i] ?? 0) - (before[i] ?? 0));
    return sum / pixels;
  });

async function decoded(film: Uint8Array | undefined) {
  if (!film) throw new Error('no film was made');
  const { config, samples } = codedFrames(film);
  const { width, height, frames } = await decodeFilm(config, samples);
  return { width, height, frames, steps: steps(frames, width * height) };
}

describe('a loop of the shipped weights', () => {
  it('is a film of the asked size and length with a still picture, told as the contract has it', async () => {
    const posters: Uint8Array[] = [];
    const { result, outputs, events } = await watch(
      engine,
      loopJob({ prompt: 'a red apple', fps: 14 }),
      {},
      {
        on_event: (_event, _bytes, poster) => poster && posters.push(poster),
      },
    );
    for (const event of events) WorkerEvent.parse(event);
    const parsed = WorkerResult.parse(result);
    if ('error' in parsed) throw new Error(parsed.error.detail);
    const [output] = parsed.outputs;
    expect(output).toMatchObject({ content_type: 'video/mp4', width: 128, height: 128, duration_s: 2, seed: 3 });
    expect(output?.poster).toMatchObject({ content_type: 'image/webp', width: 128, height: 128 });
    expect(await sharp(posters[0]).metadata()).toMatchObject({ format: 'webp', width: 128, height: 128 });
    const film = outputs[0] ?? new Uint8Array();
    expect(boxesIn(film).map(({ name }) => name)).toEqual(['ftyp', 'moov', 'mdat', 'uuid']);
    expect(readRecipe(film)).toMatchObject({ mode: 't2v', input: { prompt: 'a red apple', seed: 3 } });
    expect(await decoded(film)).toMatchObject({ width: 128, height: 128, frames: { length: 28 } });
    const progress = events.filter((e) => e.type === 'progress');
    expect(progress.at(-1)).toMatchObject({ progress: 100, step: 6 + 6 * 3 + 28 });
    expect(events.filter((e) => e.type === 'preview').length).toBeGreaterThanOrEqual(2);
  });

  it.each(['auto', 'bounce', 'spin', 'none'])(
    'with motion %s moves, and no seam shows where it begins again',
    async (motion) => {
      const { outputs } = await watch(engine, loopJob({ motion }));
      const [seam = Number.NaN, ...inner] = (await decoded(outputs[0])).steps;
      expect(Math.min(...inner)).toBeGreaterThan(0);
      expect(Math.max(...inner)).toBeGreaterThan(motion === 'none' ? 0.2 : 1);
      expect(seam).toBeLessThanOrEqual(Math.max(...inner));
    },
  );

  it('has the same bytes for the same seed, whatever the count, and others for another', async () => {
    const one = await watch(engine, loopJob({ seed: 8 }));
    const two = await watch(engine, loopJob({ seed: 7 }, 2));
    expect(two.outputs).toHaveLength(2);
    const [first, second] = two.outputs.map((bytes) => codedFrames(bytes).samples.map((s) => Buffer.from(s)));
    expect(Buffer.compare(one.outputs[0] ?? new Uint8Array(), two.outputs[1] ?? new Uint8Array())).toBe(0);
    expect(first).not.toEqual(second);
  });

  it('stays still where nothing moves and nothing changes', async () => {
    const { outputs } = await watch(engine, loopJob({ motion: 'none', variation: 0 }));
    expect((await decoded(outputs[0])).steps).toEqual(new Array(24).fill(0));
  });

  it('stops within a step when it is cancelled, and the next one is made', async () => {
    const abort = new AbortController();
    let after = 0;
    const on_event = (event: WorkerEvent) => {
      if (event.type !== 'progress') return;
      if (abort.signal.aborted) after += 1;
      if (event.step === 30) abort.abort(new Error('enough'));
    };
    await expect(engine.run(loopJob(), {}, { signal: abort.signal, on_event })).rejects.toThrow('enough');
    expect(after).toBeLessThanOrEqual(2);
    expect((await watch(engine, loopJob({ variation: 0, fps: 12 }))).error).toBeNull();
  });

  it('says which parameter the engine misses', async () => {
    const { error } = await watch(engine, loopJob({ motion: 'explode' }));
    expect(error).toMatchObject({ code: 'model_error', retryable: false, message: expect.stringContaining('motion') });
  });
});
