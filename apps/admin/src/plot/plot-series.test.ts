import { expect, test } from 'vitest';
import { isEmpty, largestSeries, latestOf, rowsOf } from './plot-series.js';

const series = (key: string, ...values: (number | null)[]) => ({ key, label: key, values });

test('the smallest series are added up into one', () => {
  const all = [series('a', 1, 1), series('b', 9, 9), series('c', 2, null), series('d', 5, 0)];
  expect(largestSeries(all, 3)).toEqual([
    series('b', 9, 9),
    series('d', 5, 0),
    { key: 'other', label: '2 others', values: [3, 1] },
  ]);
  expect(largestSeries(all, 4)).toEqual(all);
});

test('each moment is a row, and what was not measured stays unknown', () => {
  const at = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z'];
  expect(rowsOf({ at, step_s: 60, series: [series('model.x', 1, null)] })).toEqual([
    { at: Date.parse(at[0] ?? ''), s0: 1 },
    { at: Date.parse(at[1] ?? ''), s0: null },
  ]);
});

test('nothing measured and nothing counted is empty', () => {
  expect(isEmpty([series('a', 0, null)])).toBe(true);
  expect(isEmpty([series('a', 0, 1)])).toBe(false);
  expect(latestOf(series('a', 1, 2, null))).toBe(2);
});
