import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { applyToCache, catchUp, rememberEvents } from './live-tasks.js';
import { makeTask } from './task.fixture.js';

const changed = (number: number, version: number) => ({
  event: 'task' as const,
  id: '1',
  data: makeTask(number, { version, status: 'processing' }),
});

test('an answer that was on its way takes in what happened meanwhile, and nothing from before', () => {
  rememberEvents([changed(4, 2)], 100);
  rememberEvents([changed(5, 1), changed(3, 7)], 200);
  const page = { items: [makeTask(3)], next_cursor: 'more' };
  expect(catchUp(page, {}, 150, true).items.map((task) => [task.id, task.version])).toEqual([
    [makeTask(5).id, 1],
    [makeTask(3).id, 7],
  ]);
  expect(catchUp(page, {}, 150, false).items).toHaveLength(1);
  expect(catchUp(page, {}, 300, true)).toEqual(page);
});

test('lists and tasks in the cache follow the stream', () => {
  const client = new QueryClient();
  const task = makeTask(1);
  client.setQueryData(['tasks', 'detail', task.id], task);
  client.setQueryData(['tasks', 'list', { status: 'pending' }], {
    pages: [{ items: [task], next_cursor: null }],
    pageParams: [null],
  });
  applyToCache(client, [changed(1, 2)]);
  expect(client.getQueryData(['tasks', 'detail', task.id])).toMatchObject({ version: 2 });
  expect(client.getQueryData(['tasks', 'list', { status: 'pending' }])).toMatchObject({ pages: [{ items: [] }] });
});
