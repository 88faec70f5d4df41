import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { applyToCache } from './live-tasks.js';
import { makeRow, makeTask } from './task.fixture.js';

const changed = (number: number, version: number) => ({
  event: 'task' as const,
  id: '1',
  data: makeTask(number, { version, status: 'processing' }),
});

test('lists and stories in the cache follow the stream, and nothing older comes back', () => {
  const client = new QueryClient();
  const { id } = makeTask(1);
  client.setQueryData(['admin_tasks', 'story', id], { task: makeTask(1, { version: 2 }) });
  client.setQueryData(['admin_tasks', 'list', {}], {
    pages: [{ items: [makeRow(1, { version: 2 })], next_cursor: null }],
    pageParams: [null],
  });
  applyToCache(client, [changed(1, 1)]);
  expect(client.getQueryData(['admin_tasks', 'story', id])).toMatchObject({ task: { version: 2 } });
  applyToCache(client, [changed(1, 3)]);
  expect(client.getQueryData(['admin_tasks', 'story', id])).toMatchObject({ task: { version: 3 } });
  expect(client.getQueryData(['admin_tasks', 'list', {}])).toMatchObject({ pages: [{ items: [{ version: 3 }] }] });
});

test('progress moves a running task and never one that has ended', () => {
  const client = new QueryClient();
  const data = { task_id: makeTask(1).id, progress: 40, stage: 'running' as const, step: 4, total_steps: 10 };
  const event = { event: 'progress' as const, id: null, data: { ...data, queue_position: null } };
  const key = ['admin_tasks', 'story', makeTask(1).id];
  client.setQueryData(key, { task: makeTask(1, { status: 'processing' }) });
  applyToCache(client, [event]);
  expect(client.getQueryData(key)).toMatchObject({ task: { progress: 40, step: 4 } });
  client.setQueryData(key, { task: makeTask(1, { status: 'cancelled' }) });
  applyToCache(client, [event]);
  expect(client.getQueryData(key)).toMatchObject({ task: { progress: 0 } });
});
