import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.js';

test('the order of keys does not matter at any depth, the order of lists does', () => {
  expect(canonicalJson({ b: 1, a: { d: [1, 2], c: null } })).toBe('{"a":{"c":null,"d":[1,2]},"b":1}');
  expect(canonicalJson({ a: { c: null, d: [1, 2] }, b: 1 })).toBe(canonicalJson({ b: 1, a: { d: [1, 2], c: null } }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});
