import { expect, test } from 'vitest';
import {
  formatAbout,
  formatAgo,
  formatBytes,
  formatCost,
  formatDuration,
  formatDurationRange,
  formatEstimate,
} from './format';

test('durations', () => {
  expect([4, 240, 960, 1102, 61_000, 120_000].map(formatDuration)).toEqual([
    '10 ms',
    '240 ms',
    '1.0 s',
    '1.1 s',
    '1 min 1 s',
    '2 min',
  ]);
});

test('a range says its unit once where it can', () => {
  expect(formatDurationRange(800, 1400)).toBe('800 ms – 1.4 s');
  expect(formatDurationRange(1100, 1400)).toBe('1.1–1.4 s');
  expect(formatDurationRange(1100, 1110)).toBe('1.1 s');
  expect(formatDurationRange(62_000, 125_000)).toBe('1 min 2 s – 2 min 5 s');
});

test('money, sizes and times', () => {
  expect([0, 12, 3100, 4000, 42_700, 420_000, 1_200_000].map(formatCost)).toEqual([
    'free',
    '< $0.0001',
    '$0.0031',
    '$0.004',
    '$0.043',
    '$0.42',
    '$1.20',
  ]);
  expect([0, 4200].map(formatEstimate)).toEqual(['free', '≈ $0.0042 (estimate)']);
  expect([800, 8200, 33_000, 64_000, 170_000].map(formatAbout)).toEqual([
    '1 s',
    '8 s',
    '35 s',
    'a minute',
    '3 minutes',
  ]);
  expect([12, 48_211, 2_300_000].map(formatBytes)).toEqual(['12 B', '48 kB', '2.3 MB']);
  const now = Date.parse('2026-01-02T12:00:00.000Z');
  expect(formatAgo('2026-01-02T11:59:50.000Z', now)).toBe('just now');
  expect(formatAgo('2026-01-02T10:55:00.000Z', now)).toBe('1 hour ago');
});
