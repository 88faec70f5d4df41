import { expect, test } from 'vitest';
import { differences } from './diff.js';

test('only what differs is listed, by its path', () => {
  const before = { label: 'a', weight: 1, limits: { rate: 5, cap: null } };
  const after = { label: 'a', weight: 2, limits: { rate: 5, cap: 3 }, models: ['x'] };
  expect(differences(before, after)).toEqual([
    { path: 'limits.cap', before: null, after: 3 },
    { path: 'models', before: undefined, after: ['x'] },
    { path: 'weight', before: 1, after: 2 },
  ]);
});

test('a missing side lists every field of the other', () => {
  expect(differences(null, { a: 1, b: { c: 2 } })).toEqual([
    { path: 'a', before: undefined, after: 1 },
    { path: 'b.c', before: undefined, after: 2 },
  ]);
  expect(differences(undefined, null)).toEqual([]);
  expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
});

test('lists and plain values are compared as wholes', () => {
  expect(differences({ a: [1, 2] }, { a: [2, 1] })).toEqual([{ path: 'a', before: [1, 2], after: [2, 1] }]);
  expect(differences('x', 'y')).toEqual([{ path: 'value', before: 'x', after: 'y' }]);
});
