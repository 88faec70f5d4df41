import { expect, test } from 'vitest';
import { HttpProblem } from '../http/http-problem.js';
import { createThrottle } from './throttle.js';

function takes(take: () => void): number | null {
  try {
    take();
    return null;
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'rate_limited') return error.options.retry_after_s ?? 0;
    throw error;
  }
}

test('tries come back one by one, and only so many are kept', () => {
  let now = 0;
  const throttle = createThrottle({ tries: 3, refill_ms: 60_000 }, () => now);
  const take = () => takes(() => throttle.take('ada'));
  expect([take(), take(), take(), take()]).toEqual([null, null, null, 60]);
  now = 45_000;
  expect(take()).toBe(15);
  now = 60_000;
  expect([take(), take()]).toEqual([null, 60]);
  now += 3_600_000;
  expect([take(), take(), take(), take()]).toEqual([null, null, null, 60]);
  expect(takes(() => throttle.take('bob'))).toBeNull();
});

test('whoever was right may try as before', () => {
  const throttle = createThrottle({ tries: 2, refill_ms: 60_000 }, () => 0);
  const take = () => takes(() => throttle.take('ada'));
  expect([take(), take(), take()]).toEqual([null, null, 60]);
  throttle.forgive('ada');
  expect([take(), take(), take()]).toEqual([null, null, 60]);
});

test('a flood of names is forgotten, oldest first, and who keeps trying is not', () => {
  const throttle = createThrottle({ tries: 1, refill_ms: 60_000 }, () => 0);
  expect(takes(() => throttle.take('ada'))).toBeNull();
  for (let i = 0; i < 9_000; i += 1) throttle.take(`a${i}`);
  expect(takes(() => throttle.take('ada'))).toBe(60);
  for (let i = 0; i < 9_000; i += 1) throttle.take(`b${i}`);
  expect(takes(() => throttle.take('ada'))).toBe(60);
  expect(takes(() => throttle.take('a0'))).toBeNull();
});
