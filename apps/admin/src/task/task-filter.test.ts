import { expect, test } from 'vitest';
import { makeTask } from './task.fixture.js';
import { matchesFilter, parseTaskFilter, toggleStatus } from './task-filter.js';

test('an address is read in the order of the life cycle, without what it does not know', () => {
  expect(parseTaskFilter({ status: 'failed,pending,lost', model: '7', type: 'sound', other: 1 })).toEqual({
    status: 'pending,failed',
    model: '7',
  });
  expect(parseTaskFilter({})).toEqual({});
});

test('chips add and take away; all of them are the same as none', () => {
  expect(toggleStatus({ model: 'm' }, 'failed')).toEqual({ model: 'm', status: 'failed' });
  expect(toggleStatus({ status: 'failed' }, 'pending')).toEqual({ status: 'pending,failed' });
  expect(toggleStatus({ status: 'failed' }, 'failed')).toEqual({});
  expect(toggleStatus({ status: 'pending,processing,done,failed' }, 'cancelled')).toEqual({});
});

test('a task fits when every named part fits', () => {
  const task = makeTask(1, { status: 'failed' });
  expect(matchesFilter(task, {})).toBe(true);
  expect(matchesFilter(task, { status: 'done,failed', model: task.model, type: 'image' })).toBe(true);
  expect(matchesFilter(task, { status: 'done' })).toBe(false);
  expect(matchesFilter(task, { type: 'video' })).toBe(false);
});
