import { expect, test } from 'vitest';
import { parseTaskFilter, taskQueryOf, toggleStatus } from './task-filter.js';

test('an address is read in the order of the life cycle, without what it does not know', () => {
  const search = { status: 'failed,pending,lost', model: '7', type: 'sound', other: 1, error: 'no_such', within: '7d' };
  expect(parseTaskFilter(search)).toEqual({ status: 'pending,failed', model: '7', within: '7d' });
  expect(parseTaskFilter({ model: 7, search: ' a cat ' })).toEqual({ model: '7', search: 'a cat' });
  expect(parseTaskFilter({})).toEqual({});
});

test('chips add and take away; all of them are the same as none', () => {
  expect(toggleStatus({ model: 'm' }, 'failed')).toEqual({ model: 'm', status: 'failed' });
  expect(toggleStatus({ status: 'failed' }, 'pending')).toEqual({ status: 'pending,failed' });
  expect(toggleStatus({ status: 'failed' }, 'failed')).toEqual({});
  expect(toggleStatus({ status: 'pending,processing,done,failed' }, 'cancelled')).toEqual({});
});

test('the API is asked for moments', () => {
  const now = Date.UTC(2026, 0, 2);
  expect(
    taskQueryOf({ status: 'done,failed', error: 'out_of_memory', within: '24h', owner_id: 'user_1' }, now),
  ).toEqual({
    status: 'done,failed',
    error: 'out_of_memory',
    created_after: '2026-01-01T00:00:00.000Z',
    owner_id: 'user_1',
  });
  expect(taskQueryOf({})).toEqual({});
});
