import { expect, test } from 'vitest';
import { justify } from './justify';

const square = { width: 512, height: 512 };
const wide = { width: 768, height: 512 };

test('rows fill the width and keep proportions', () => {
  const rows = justify([square, wide, square, square, square], 608, 200, 8);
  for (const row of rows.slice(0, -1)) {
    const width = row.items.reduce((sum, entry) => sum + entry.width, 8 * (row.items.length - 1));
    expect(width).toBeCloseTo(608);
    for (const { item, width: shown } of row.items) expect(shown / row.height).toBeCloseTo(item.width / item.height);
  }
  expect(rows.flatMap((row) => row.items)).toHaveLength(5);
});

test('the last row is not blown up', () => {
  expect(justify([square], 1200, 200, 8)).toEqual([{ height: 200, items: [{ item: square, width: 200 }] }]);
});
