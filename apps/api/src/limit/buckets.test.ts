import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBuckets } from './buckets.js';

const at = (max = 1000) => {
  const clock = { ms: 0 };
  const buckets = createBuckets({ max, now: () => clock.ms });
  const take = (per_minute: number, name = 'a') => {
    const [taken] = buckets.take([{ name, per_minute }]);
    if (!taken) throw new Error('nothing was counted');
    return taken;
  };
  return { clock, buckets, take };
};

test('a minute of requests may come at once; then they come back evenly', () => {
  const { clock, take } = at();
  for (let left = 59; left >= 0; left -= 1) expect(take(60)).toMatchObject({ allowed: true, remaining: left });
  expect(take(60)).toEqual({ allowed: false, remaining: 0, reset_s: 60, retry_after_s: 1 });
  clock.ms += 999;
  expect(take(60).allowed).toBe(false);
  clock.ms += 1;
  expect(take(60)).toMatchObject({ allowed: true, remaining: 0 });
  expect(take(60).allowed).toBe(false);
  clock.ms += 60_000;
  expect(take(60)).toMatchObject({ allowed: true, remaining: 59, reset_s: 1 });
});

test('what was refused makes no one wait longer', () => {
  const { clock, take } = at();
  while (take(1).allowed);
  for (let i = 0; i < 1000; i += 1) expect(take(1).retry_after_s).toBe(60);
  clock.ms += 60_000;
  expect(take(1).allowed).toBe(true);
});

test('of two limits both must allow, and a refusal takes from neither', () => {
  const { buckets, take } = at();
  const both = [
    { name: 'wide', per_minute: 100 },
    { name: 'narrow', per_minute: 1 },
  ];
  expect(buckets.take(both).map(({ remaining }) => remaining)).toEqual([99, 0]);
  expect(buckets.take(both).map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
    [true, 99],
    [false, 0],
  ]);
  expect(take(100, 'wide').remaining).toBe(98);
});

test('in any minute no more than twice the limit, over long no more than the limit, and never an honest one refused', () => {
  const pauses = fc.array(fc.double({ min: 0, max: 3000, noNaN: true }), {
    minLength: 50,
    maxLength: 400,
    size: 'max',
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), pauses, (limit, waits) => {
      const { clock, take } = at();
      let allowed = 0;
      for (const ms of waits) {
        clock.ms += ms;
        if (take(limit).allowed) allowed += 1;
      }
      expect(allowed).toBeLessThanOrEqual(limit + Math.ceil((clock.ms / 60_000) * limit));
      // Whoever waits as long as they are told gets through.
      const last = take(limit);
      if (last.allowed) return;
      clock.ms += last.retry_after_s * 1000;
      expect(take(limit).allowed).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('what is kept is bounded, and those that are full again are forgotten', () => {
  const { clock, buckets, take } = at(100);
  for (let i = 0; i < 1000; i += 1) take(60, String(i));
  expect(buckets.size()).toBe(100);
  clock.ms += 120_000;
  take(60, 'new');
  expect(buckets.size()).toBe(1);
});
