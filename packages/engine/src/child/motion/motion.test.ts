import { describe, expect, it } from 'vitest';
import type { Picture } from '../encode-picture.js';
import { findBackdrop } from './backdrop.js';
import { chooseMotion, withoutMotion } from './choose-motion.js';
import { choreograph } from './choreograph.js';
import { latentAt, noiseAt, sharesAt } from './latent-loop.js';
import { MOTIONS, makeMove } from './moves.js';

const SIDE = 96;

/** A disc on a background that grows lighter downwards; as wide as the picture when `radius` says so. */
function disc(radius: number, [cx, cy] = [SIDE / 2, SIDE / 2]): Picture {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const is_inside = Math.hypot(column - cx, row - cy) < radius;
      data.set(is_inside ? [220, 30, 40] : [90, 140, 180 + row / 4], (row * SIDE + column) * 3);
    }
  }
  return { data, width: SIDE, height: SIDE };
}

const pixel = ({ data, width }: Picture, column: number, row: number): number[] => [
  ...data.subarray((row * width + column) * 3, (row * width + column) * 3 + 3),
];

describe('motion', () => {
  it.each([
    ['a bouncing red ball', 'bounce', 'a red ball'],
    ['dancing robot', 'dance', 'dancing robot'],
    ['a spinning pizza on a green background', 'spin', 'a pizza on a green background'],
    ['red heart', 'pulse', 'red heart'],
    ['Floating island', 'float', 'island'],
    ['a green tree', 'sway', 'a green tree'],
    ['a red apple', 'breathe', 'a red apple'],
    ['an earring', 'breathe', 'an earring'],
    ['bouncing', 'bounce', 'bouncing'],
  ])('of "%s" is %s, and "%s" is drawn', (prompt, motion, drawn) => {
    expect(chooseMotion(prompt)).toBe(motion);
    expect(withoutMotion(prompt).replace(/\s+/g, ' ').trim()).toBe(drawn);
  });

  it.each(MOTIONS)('%s comes back to where it began, at the speed it left with', (motion) => {
    for (const duration_s of [2, 3, 4]) {
      const { pose } = makeMove(motion, duration_s);
      const step = 1e-4;
      const [before, start, after] = [pose(1 - step), pose(0), pose(step)].map((p) => Object.values(p));
      expect(pose(1).lift).toBeCloseTo(pose(0).lift, 6);
      for (const [i, value] of (start ?? []).entries()) {
        const arrived = (before?.[i] ?? Number.NaN) + (motion === 'spin' && i === 4 ? -2 * Math.PI : 0);
        expect((after?.[i] ?? Number.NaN) - value).toBeCloseTo(value - arrived, 4);
      }
    }
  });
});

describe('a circle of noise', () => {
  const a = Float32Array.of(1, -2, 0.5);
  const b = Float32Array.of(0.3, 1, -1);

  it('passes through its drawings, smoothly, as long as they are', () => {
    const keys = Array.from({ length: 6 }, (_, k) => noiseAt(a, b, k / 6));
    for (const [k, key] of keys.entries()) {
      for (const [i, value] of latentAt(keys, k / 6).entries()) expect(value).toBeCloseTo(key[i] ?? Number.NaN, 5);
    }
    // A circle is a wave of its own: what lies between is on it too.
    for (const [i, value] of latentAt(keys, 0.23).entries()) {
      expect(value).toBeCloseTo(noiseAt(a, b, 0.23)[i] ?? Number.NaN, 1);
    }
    expect(sharesAt(5, 0.37).reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
  });
});

describe('a subject', () => {
  it('moves alone before its background, which shows no trace of it', () => {
    const still = disc(24);
    const frames = 12;
    const pose = choreograph(still, 'bounce', 0.75, frames);
    const top = pose(still, 0);
    const low = pose(still, 0.5);
    expect(pixel(top, SIDE / 2, 30)[0]).toBeGreaterThan(200);
    expect(pixel(low, SIDE / 2, 18)).toEqual(pixel(still, SIDE / 2, 18));
    for (const picture of [top, low]) {
      for (const at of [2, SIDE - 3]) expect(pixel(picture, at, at)).toEqual(pixel(still, at, at));
    }
  });

  it('that fills the picture moves with it, and no edge comes into view', () => {
    const full = disc(SIDE);
    const cut = disc(60, [SIDE, SIDE]);
    expect(findBackdrop(disc(24))).not.toBeNull();
    expect(findBackdrop(cut)).toBeNull();
    for (const motion of MOTIONS) {
      const pose = choreograph(cut, motion, 3, 8);
      for (let n = 0; n < 8; n++) {
        const frame = pose(cut, n / 8);
        for (const [x, y] of [
          [0, 0],
          [SIDE - 1, 0],
          [0, SIDE - 1],
          [SIDE - 1, SIDE - 1],
        ] as const) {
          expect(Math.max(...pixel(frame, x, y))).toBeGreaterThan(150);
        }
      }
    }
    expect(
      choreograph(full, 'sway', 3, 8)(full, 0.4).data.every((value, i) => Math.abs(value - (full.data[i] ?? 0)) < 4),
    ).toBe(true);
  });
});
