import { expect, test } from 'vitest';
import { ranMs, waitedMs } from './call-times.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const NOW = Date.parse(at(30));

test('a call that runs is measured up to now, one that has ended up to its end', () => {
  const running = { created_at: at(0), started_at: at(10), finished_at: null };
  expect([waitedMs(running, NOW), ranMs(running, NOW)]).toEqual([10_000, 20_000]);
  const ended = { ...running, finished_at: at(15) };
  expect([waitedMs(ended, NOW), ranMs(ended, NOW)]).toEqual([10_000, 5_000]);
});

test('a call that never began has only waited', () => {
  expect(ranMs({ created_at: at(0), started_at: null, finished_at: at(4) }, NOW)).toBeNull();
  expect(waitedMs({ created_at: at(0), started_at: null, finished_at: at(4) }, NOW)).toBe(4_000);
  expect(waitedMs({ created_at: at(0), started_at: null, finished_at: null }, NOW)).toBe(30_000);
});
