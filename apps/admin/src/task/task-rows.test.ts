import type { AdminTask } from '@easel/contracts';
import { expect, test } from 'vitest';
import { makeRow, makeTask } from './task.fixture.js';
import { hasOldActive, type RowPages, withEvents, withNewest } from './task-rows.js';

const list = (...pages: AdminTask[][]): RowPages => ({
  pages: pages.map((items) => ({ items, next_cursor: 'more' })),
  pageParams: pages.map(() => null),
});
const ids = (data: RowPages) => data.pages.map((page) => page.items.map((row) => Number(row.id.slice(5))));

test('what is new enters at the top, what has left leaves, and older pages stay', () => {
  const data = list([makeRow(9), makeRow(8), makeRow(7)], [makeRow(5), makeRow(4)]);
  const newest = { items: [makeRow(10), makeRow(9), makeRow(7)], next_cursor: 'more' };
  expect(ids(withNewest(data, newest))).toEqual([
    [10, 9, 7],
    [5, 4],
  ]);
});

test('more new rows than a page holds begin the list anew', () => {
  const data = list([makeRow(3)], [makeRow(2)]);
  const newest = { items: [makeRow(30), makeRow(29)], next_cursor: 'more' };
  expect(ids(withNewest(data, newest))).toEqual([[30, 29]]);
});

test('a list that ends with its newest page is that page', () => {
  expect(ids(withNewest(list([makeRow(3)], [makeRow(2)]), { items: [makeRow(4)], next_cursor: null }))).toEqual([[4]]);
});

test('an empty page that is not the end tells nothing', () => {
  const data = list([makeRow(3)]);
  expect(withNewest(data, { items: [], next_cursor: 'more' })).toBe(data);
});

test('events move rows and never bring an older version back', () => {
  const data = list([makeRow(2, { status: 'processing', version: 3 }), makeRow(1)]);
  const older = { event: 'task', id: '1', data: makeTask(2, { version: 2, status: 'pending' }) } as const;
  expect(withEvents(data, [older])).toBe(data);
  const done = { event: 'task', id: '2', data: makeTask(2, { version: 4, status: 'done' }) } as const;
  expect(withEvents(data, [done]).pages[0]?.items[0]).toMatchObject({ status: 'done', version: 4 });
  const gone = { event: 'deleted', id: '3', data: { task_id: makeTask(1).id } } as const;
  expect(ids(withEvents(data, [gone]))).toEqual([[2]]);
});

test('what is unfinished beyond the newest rows is noticed', () => {
  const data = list([makeRow(2, { status: 'done' }), makeRow(1)]);
  expect(hasOldActive(data, 1)).toBe(true);
  expect(hasOldActive(data, 2)).toBe(false);
});
