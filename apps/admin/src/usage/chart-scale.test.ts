import { expect, test } from 'vitest';
import { axisOf, labelled } from './chart-scale.js';

test('an axis has round marks and room for the highest value', () => {
  expect(axisOf(1_820_000)).toEqual({ ticks: [0, 500_000, 1_000_000, 1_500_000, 2_000_000], end: 2_000_000 });
  expect(axisOf(97)).toEqual({ ticks: [0, 25, 50, 75, 100], end: 100 });
  expect(axisOf(100)).toEqual({ ticks: [0, 25, 50, 75, 100], end: 100 });
  expect(axisOf(0)).toEqual({ ticks: [0], end: 1 });
});

test('labels are thinned out from the end', () => {
  expect([...labelled(5, 10)]).toEqual([4, 3, 2, 1, 0]);
  expect([...labelled(30, 6)]).toEqual([29, 24, 19, 14, 9, 4]);
});
