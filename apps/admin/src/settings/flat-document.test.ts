import { expect, test } from 'vitest';
import { flatDocument, searchDocument } from './flat-document.js';

const document = {
  limits: { queue: 5, cap: null },
  models: { a: { tags: ['x', 'y'], sizes: [{ width: 1 }] } },
  none: {},
};

test('every value is named by its path', () => {
  expect(flatDocument(document)).toEqual([
    { path: 'limits.queue', value: 5 },
    { path: 'limits.cap', value: null },
    { path: 'models.a.tags', value: ['x', 'y'] },
    { path: 'models.a.sizes[0].width', value: 1 },
    { path: 'none', value: {} },
  ]);
});

test('every word must be in the path or the value', () => {
  const values = flatDocument(document);
  expect(searchDocument(values, 'LIMITS 5').map((one) => one.path)).toEqual(['limits.queue']);
  expect(searchDocument(values, 'limits 6')).toEqual([]);
  expect(searchDocument(values, ' ')).toEqual(values);
});
