import { expect, test } from 'vitest';
import { daysBetween, lastDays, parseRange } from './usage-range.js';

test('only real days are read, and exchanged when in the wrong order', () => {
  expect(parseRange({ from: '2026-02-30', to: '2026-02-03' })).toEqual({ to: '2026-02-03' });
  expect(parseRange({ from: '2026-03-01', to: '2026-02-03' })).toEqual({ from: '2026-02-03', to: '2026-03-01' });
  expect(parseRange({ from: 'yesterday', to: 7 })).toEqual({});
});

test('the last days end today, in UTC', () => {
  expect(lastDays(7, Date.UTC(2026, 2, 3, 23, 59))).toEqual({ from: '2026-02-25', to: '2026-03-03' });
});

test('every day between is there once', () => {
  expect(daysBetween({ from: '2026-02-27', to: '2026-03-02' })).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ]);
});
