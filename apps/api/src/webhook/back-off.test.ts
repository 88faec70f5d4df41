import { expect, test } from 'vitest';
import { GIVE_UP_MS, pauseMs } from './back-off.js';

const HOUR_MS = 3_600_000;

test('pauses grow from five seconds to half a day', () => {
  const pauses = Array.from({ length: 13 }, (_, i) => pauseMs(i + 1, null, 0.5) / 1000);
  expect(pauses).toEqual([5, 30, 120, 600, 1800, 3600, 7200, 18_000, 36_000, 50_400, 43_200, 43_200, 43_200]);
  expect(pauses.slice(0, 10).reduce((sum, pause) => sum + pause, 0) * 1000).toBeLessThan(GIVE_UP_MS);
});

test('they are spread by a fifth either way', () => {
  expect([pauseMs(4, null, 0), pauseMs(4, null, 1)]).toEqual([480_000, 720_000]);
});

test('what the receiver asks for is a least, up to half a day', () => {
  expect(pauseMs(1, 90, 0.5)).toBe(90_000);
  expect(pauseMs(4, 90, 0.5)).toBe(600_000);
  expect(pauseMs(1, 1e9, 0.5)).toBe(12 * HOUR_MS);
});
