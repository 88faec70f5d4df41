import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCost,
  formatLeft,
  formatMs,
  formatPercent,
  formatSpan,
  formatValue,
  formatWhen,
} from './format.js';

test('durations keep the digits that matter at their scale', () => {
  expect([null, 0, 4.4, 999, 1234, 12_340, 125_000, 11_400_000, 180_000_000].map(formatMs)).toEqual([
    '–',
    '0 ms',
    '4 ms',
    '999 ms',
    '1.23 s',
    '12.3 s',
    '2 m 05 s',
    '3 h 10 m',
    '2 d 02 h',
  ]);
});

test('money tells nothing measured from nothing paid', () => {
  expect([null, 0, 306, 43_210, 1_820_000].map(formatCost)).toEqual(['–', 'free', '$0.00031', '$0.0432', '$1.82']);
});

test('a time of another day names the day', () => {
  const now = new Date(2026, 0, 2, 12);
  expect(formatWhen(new Date(2026, 0, 2, 3, 4, 5).toISOString(), now)).toBe('03:04:05');
  expect(formatWhen(new Date(2026, 0, 1, 3, 4, 5).toISOString(), now)).toBe('1 Jan, 03:04:05');
});

test('bytes and values read as text', () => {
  expect([12, 48_211, 2_100_000].map(formatBytes)).toEqual(['12 B', '48.2 kB', '2.1 MB']);
  expect([null, 'a', 4.5, false, [1]].map(formatValue)).toEqual(['–', 'a', '4.5', 'false', '[1]']);
});

test('what is left is told to the second while that matters', () => {
  expect([400, 41_000, 365_000, 11_400_000].map(formatLeft)).toEqual(['1 s', '41 s', '6 m 05 s', '3 h 10 m']);
});

test('a span has one unit', () => {
  expect([-5, 400, 59_000, 61_000, 7_300_000, 200_000_000].map(formatSpan)).toEqual([
    '0 s',
    '0 s',
    '59 s',
    '1 m',
    '2 h',
    '2 d',
  ]);
});

test('a share is rounded, but never to all or nothing', () => {
  expect(formatPercent(0)).toBe('0 %');
  expect(formatPercent(0.004)).toBe('0.4 %');
  expect(formatPercent(0.00001)).toBe('< 0.1 %');
  expect(formatPercent(0.99999)).toBe('> 99.9 %');
  expect(formatPercent(1)).toBe('100 %');
});
