import { WorkerEvent, WorkerResult } from '@easel/contracts';
import { createEngine, type Engine } from '@easel/engine';
import { readRecipe } from '@easel/engine/recipe';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeJob, SHIPPED, SHIPPED_WEIGHTS, smallJob, watch } from './jobs.js';

let engine: Engine;
beforeAll(() => {
  engine = createEngine({ weights_root: SHIPPED, threads: 2 });
});
afterAll(() => engine.close());

const small = (bytes: Uint8Array | undefined) => sharp(bytes).resize(64, 64).removeAlpha().raw().toBuffer();
async function distance(a: Uint8Array | undefined, b: Uint8Array | undefined): Promise<number> {
  const [x, y] = await Promise.all([small(a), small(b)]);
  return x.reduce((sum, value, i) => sum + Math.abs(value - (y[i] ?? 0)), 0) / x.length;
}

describe('the shipped model', () => {
  it('is what its manifest says', async () => {
    expect(await engine.inspect(SHIPPED_WEIGHTS)).toEqual([]);
  });

  it('draws an apple that is no car, with messages as the contract has them', async () => {
    const apple = await watch(engine, makeJob());
    const car = await watch(engine, makeJob({ input: { prompt: 'blue car' } }));
    WorkerResult.parse(apple.result);
    for (const event of apple.events) WorkerEvent.parse(event);
    expect(apple.events.map((e) => e.seq)).toEqual(apple.events.map((_, i) => i));
    expect(await sharp(apple.outputs[0]).metadata()).toMatchObject({ format: 'png', width: 512, height: 512 });
    expect(await distance(apple.outputs[0], car.outputs[0])).toBeGreaterThan(20);
    const middle = await sharp(apple.outputs[0]).extract({ left: 206, top: 206, width: 100, height: 100 }).toBuffer();
    const [red, , blue] = (await sharp(middle).stats()).channels;
    expect(red?.mean).toBeGreaterThan(2 * (blue?.mean ?? 255));
  });

  it('gives the same bytes for the same seed, for count 1 as for count 3, and after a restart', async () => {
    const three = await watch(engine, makeJob({ count: 3 }));
    const other = createEngine({ weights_root: SHIPPED, threads: 2 });
    const first = await watch(other, makeJob());
    const last = await watch(other, makeJob({ input: { seed: 5 } }));
    await other.close();
    expect(Buffer.compare(first.outputs[0] ?? new Uint8Array(), three.outputs[0] ?? new Uint8Array())).toBe(0);
    expect(Buffer.compare(last.outputs[0] ?? new Uint8Array(), three.outputs[2] ?? new Uint8Array())).toBe(0);
    expect(await distance(three.outputs[0], three.outputs[1])).toBeGreaterThan(2);
  });

  it('tells each step, shows previews, hands over each output when it is finished', async () => {
    const { events } = await watch(engine, makeJob({ count: 2 }));
    const progress = events.filter((e) => e.type === 'progress');
    expect(progress.map((e) => e.step)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    expect(progress.map((e) => e.progress)).toEqual(progress.map((e) => e.progress).toSorted((a, b) => a - b));
    expect(progress.at(-1)).toMatchObject({ progress: 100, total_steps: 16 });
    const previews = events.filter((e) => e.type === 'preview');
    expect(new Set(previews.map((e) => e.index))).toEqual(new Set([0, 1]));
    for (const { data_url } of previews) expect(data_url).toMatch(/^data:image\/webp;base64,/);
    const firstOutput = events.findIndex((e) => e.type === 'output');
    expect(events.slice(firstOutput).some((e) => e.type === 'progress')).toBe(true);
    const stages = events.filter((e) => e.type === 'stage').map((e) => e.stage);
    expect(stages).toEqual(['starting', 'running', 'encoding']);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('writes the recipe with the own seed into each %s', async (format) => {
    const { outputs, result } = await watch(engine, makeJob({ format, count: 2 }));
    if ('error' in result) throw new Error(result.error.detail);
    for (const [i, bytes] of outputs.entries()) {
      expect((await sharp(bytes).metadata()).format).toBe(format);
      expect(result.outputs[i]).toMatchObject({ seed: 3 + i, bytes: bytes.length, content_type: `image/${format}` });
      expect(readRecipe(bytes)).toMatchObject({ mode: 'txt2img', input: { prompt: 'a red apple', seed: 3 + i } });
    }
  });

  it('warns when it does not know the words', async () => {
    const codes = async (prompt: string) => {
      const { result } = await watch(engine, makeJob({ input: { prompt } }));
      return 'warnings' in result ? result.warnings?.map((w) => w.code) : [];
    };
    expect(await codes('xqzzt wqqv')).toEqual(['prompt_unknown']);
    expect(await codes('red xqzzt apple')).toEqual(['prompt_words_unknown']);
    expect(await codes('red apple on white background '.repeat(4))).toEqual(['prompt_truncated']);
  });

  it('stays closer to the reference image at a low strength', async () => {
    const source = (await watch(engine, makeJob({ input: { prompt: 'sun', seed: 1 } }))).outputs[0];
    const away = async (strength: number) => {
      const job = makeJob({ mode: 'img2img', input: { prompt: 'red apple', strength } });
      const { outputs, error } = await watch(engine, job, { image: source ?? new Uint8Array() });
      expect(error).toBeNull();
      return distance(outputs[0], source);
    };
    const [kept, near, far] = [await away(0), await away(0.2), await away(0.9)];
    expect(kept).toBeLessThan(12);
    expect(near).toBeLessThan(far);
    expect(kept).toBeLessThan(far);
  });

  it('refuses a reference image that is none', async () => {
    const job = makeJob({ mode: 'img2img', input: { strength: 0.5 } });
    const { error } = await watch(engine, job, { image: new Uint8Array([1, 2, 3]) });
    expect(error).toMatchObject({ code: 'model_error', retryable: false });
    expect(error?.message).toContain('reference image');
  });

  it('says which parameter is missing', async () => {
    const { error } = await watch(engine, makeJob({ input: { steps: undefined } }));
    expect(error).toMatchObject({ code: 'model_error', retryable: false });
    expect(error?.message).toContain('steps');
  });

  it('says that a folder is not there', async () => {
    const { error } = await watch(engine, smallJob('nowhere'));
    expect(error?.message).toContain('manifest.json is missing');
  });
});
