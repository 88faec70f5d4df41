import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededNoise } from './noise.js';
import { promptWarnings } from './prompt-warnings.js';
import { eulerStep, flowTimes, startAt, stepsFrom } from './rectified-flow.js';
import { halfToNumber, tokenize, type Words } from './tokenizer.js';

const words: Words = {
  ids: new Map([
    ['red', 2],
    ['apple', 3],
    ['glass', 4],
  ]),
  rows: new Map([
    ['red', 0],
    ['sedan', 1],
  ]),
  stop: new Set(['a', 'the']),
  vectors: Int8Array.from([10, -20, 30, 40]),
  scales: Uint16Array.from([0x3800, 0x3c00]),
  dimensions: 2,
  max_words: 4,
};

describe('tokenize', () => {
  it('drops stop words, strips plurals, and takes vectors for words without an id', () => {
    const { ids, vectors, known } = tokenize('A red, Apples & the SEDAN glass', words);
    expect([...ids]).toEqual([2n, 3n, 1n, 4n]);
    expect([...vectors]).toEqual([5, -10, 0, 0, 30, 40, 0, 0]);
    expect(known).toEqual(['red', 'apples', 'sedan', 'glass']);
  });

  it('names what it does not know and what did not fit', () => {
    const tokens = tokenize('red zzz apple qqq glass red', words);
    expect(tokens.unknown).toEqual(['zzz', 'qqq']);
    expect(tokens.cut).toEqual(['glass', 'red']);
    expect(promptWarnings(tokens, 4).map((w) => w.code)).toEqual(['prompt_words_unknown', 'prompt_truncated']);
    expect(promptWarnings(tokenize('zzz', words), 4).map((w) => w.code)).toEqual(['prompt_unknown']);
    expect(promptWarnings(tokenize('', words), 4).map((w) => w.code)).toEqual(['prompt_unknown']);
    expect(promptWarnings(tokenize('red apple', words), 4)).toEqual([]);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => tokenize(text, words).known.length <= 4));
  });

  it('reads half precision', () => {
    expect([0x3c00, 0xc000, 0x0001, 0x7c00].map(halfToNumber)).toEqual([1, -2, 2 ** -24, Number.POSITIVE_INFINITY]);
  });
});

describe('noise', () => {
  it('is settled by its seed and standard normal', () => {
    const noise = seededNoise(100_000, 7);
    expect(seededNoise(100_000, 7)).toEqual(noise);
    expect(seededNoise(8, 8)).not.toEqual(seededNoise(8, 7));
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const variance = noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });
});

describe('rectified flow', () => {
  it('comes to the clean latent when the prediction is exact', () => {
    const clean = Float32Array.from([1, -2, 0.5]);
    const noise = seededNoise(3, 1);
    const times = flowTimes(0.6, 5);
    const x = startAt(clean, noise, 0.6);
    const exact = clean.map((value, i) => (noise[i] ?? 0) - value);
    const guess = new Float32Array(3);
    for (let k = 0; k < 5; k++) {
      const step = { from: times[k] ?? 0, to: times[k + 1] ?? 0, guidance: 3 };
      expect(eulerStep(x, Float32Array.from([...exact, ...exact]), guess, step)).toBe(true);
      for (const [i, value] of guess.entries()) expect(value).toBeCloseTo(clean[i] ?? 0, 5);
    }
    for (const [i, value] of x.entries()) expect(value).toBeCloseTo(clean[i] ?? 0, 5);
  });

  it('guides away from the empty prompt and sees what is not finite', () => {
    const x = new Float32Array(1);
    const guess = new Float32Array(1);
    eulerStep(x, Float32Array.from([2, 1]), guess, { from: 1, to: 0.5, guidance: 4 });
    expect(x[0]).toBe(-2.5);
    expect(guess[0]).toBe(-5);
    expect(eulerStep(x, Float32Array.from([Number.NaN, 1]), guess, { from: 1, to: 0, guidance: 4 })).toBe(false);
  });

  it('takes at least one step, and all of them from pure noise', () => {
    expect([0, 0.01, 0.5, 1].map((strength) => stepsFrom(strength, 16))).toEqual([1, 1, 8, 16]);
    expect(flowTimes(1, 4)).toEqual([1, 0.75, 0.5, 0.25, 0]);
  });
});
