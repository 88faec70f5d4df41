import type { Task } from '@easel/sdk';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { aTask } from './task.fixture';
import { applyEvent, type Live, liveKey, mergeList, storeTask, taskKey, taskListKey } from './task-cache';

let client = new QueryClient();
const ids = (list: 'recent' | 'active' | 'failed') =>
  client.getQueryData<Task[]>(taskListKey(list))?.map((task) => task.id);

beforeEach(() => {
  client = new QueryClient();
  for (const list of ['recent', 'active', 'failed'] as const) client.setQueryData(taskListKey(list), []);
});

test('an older version never replaces a newer one', () => {
  storeTask(client, aTask(1, { version: 3, status: 'done' }));
  storeTask(client, aTask(1, { version: 2, status: 'processing' }));
  expect(client.getQueryData<Task>(taskKey(aTask(1).id))?.status).toBe('done');
  expect(ids('active')).toEqual([]);
});

test('a task moves between lists as it goes on', () => {
  storeTask(client, aTask(2));
  storeTask(client, aTask(1));
  expect(ids('active')).toEqual([aTask(2).id, aTask(1).id]);
  storeTask(client, aTask(2, { version: 2, status: 'failed' }));
  expect(ids('active')).toEqual([aTask(1).id]);
  expect(ids('failed')).toEqual([aTask(2).id]);
  expect(ids('recent')).toEqual([aTask(2).id, aTask(1).id]);
});

test('a list that was fetched does not undo what the stream told meanwhile', () => {
  storeTask(client, aTask(1, { version: 5, status: 'done' }));
  storeTask(client, aTask(3));
  const merged = mergeList(client, 'recent', [aTask(2), aTask(1, { version: 4, status: 'processing' })]);
  expect(merged.map((task) => [task.id, task.version])).toEqual([
    [aTask(3).id, 1],
    [aTask(2).id, 1],
    [aTask(1).id, 5],
  ]);
});

test('progress and previews are kept apart from what is stored, and end with the task', () => {
  const task_id = aTask(1).id;
  const figures = { progress: 40, stage: 'running' as const, step: 4, total_steps: 10, queue_position: null };
  applyEvent(client, { event: 'preview', id: null, data: { task_id, index: 0, data_url: 'data:,x' } });
  applyEvent(client, { event: 'progress', id: null, data: { task_id, ...figures } });
  expect(client.getQueryData<Live>(liveKey(task_id))).toEqual({ ...figures, previews: { 0: 'data:,x' } });
  applyEvent(client, { event: 'task', id: '9', data: aTask(1, { version: 2, status: 'cancelled' }) });
  expect(client.getQueryData(liveKey(task_id))).toBeUndefined();
});

test('a deleted task leaves every list', () => {
  storeTask(client, aTask(1));
  applyEvent(client, { event: 'deleted', id: '2', data: { task_id: aTask(1).id } });
  expect([ids('recent'), ids('active')]).toEqual([[], []]);
});
