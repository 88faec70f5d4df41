import type { StreamEvent, Task } from '@easel/contracts';
import { expect, test } from 'vitest';
import { makeTask } from './task.fixture.js';
import { applyEvents, type TaskPages } from './task-pages.js';

const changed = (data: Task): StreamEvent => ({ event: 'task', id: '1', data });
const list = (cursor: string | null, ...pages: Task[][]): TaskPages => ({
  pages: pages.map((items, i) => ({ items, next_cursor: i === pages.length - 1 ? cursor : 'more' })),
  pageParams: pages.map(() => null),
});
const ids = (data: TaskPages) => data.pages.map((page) => page.items.map((task) => Number(task.id.slice(5))));

test('a new task enters at the top, a middle one where it belongs', () => {
  const data = list(null, [makeTask(9), makeTask(7)], [makeTask(5)]);
  expect(ids(applyEvents(data, [changed(makeTask(10)), changed(makeTask(6))], {}))).toEqual([
    [10, 9, 7],
    [6, 5],
  ]);
});

test('a task older than what is loaded is left to the next page', () => {
  expect(ids(applyEvents(list('more', [makeTask(9)]), [changed(makeTask(2))], {}))).toEqual([[9]]);
  expect(ids(applyEvents(list(null, [makeTask(9)]), [changed(makeTask(2))], {}))).toEqual([[9, 2]]);
});

test('an empty list takes in what fits, and nothing else', () => {
  const events = [changed(makeTask(1)), changed(makeTask(2, { status: 'failed' }))];
  expect(ids(applyEvents(list(null, []), events, { status: 'failed' }))).toEqual([[2]]);
});

test('a task leaves when it no longer fits, and when it is deleted', () => {
  const data = list(null, [makeTask(2), makeTask(1)]);
  const done = changed(makeTask(2, { version: 3, status: 'done' }));
  expect(ids(applyEvents(data, [done], { status: 'pending' }))).toEqual([[1]]);
  const gone: StreamEvent = { event: 'deleted', id: '2', data: { task_id: makeTask(1).id } };
  expect(ids(applyEvents(data, [gone], {}))).toEqual([[2]]);
});

test('an older version never replaces a newer one', () => {
  const data = list(null, [makeTask(1, { version: 4, status: 'done' })]);
  const after = applyEvents(data, [changed(makeTask(1, { version: 2, status: 'processing' }))], {});
  expect(after.pages[0]?.items[0]?.status).toBe('done');
});

test('progress moves a running task and never one that has ended', () => {
  const data = {
    task_id: makeTask(1).id,
    progress: 40,
    stage: 'running' as const,
    step: 4,
    total_steps: 10,
    queue_position: null,
  };
  const progress: StreamEvent = { event: 'progress', id: null, data };
  const running = list(null, [makeTask(1, { status: 'processing' })]);
  expect(applyEvents(running, [progress], {}).pages[0]?.items[0]).toMatchObject({ progress: 40, step: 4 });
  const ended = list(null, [makeTask(1, { status: 'cancelled' })]);
  expect(applyEvents(ended, [progress], {}).pages[0]?.items[0]?.progress).toBe(0);
});
