import { expect, test } from 'vitest';
import { parseDeliveryFilter, toggleState } from './delivery-filter.js';

test('an address gives the filter, and what it does not know is left out', () => {
  expect(parseDeliveryFilter({ state: 'failed,lost,pending', webhook_id: 'hook_1', page: 2 })).toEqual({
    state: 'pending,failed',
    webhook_id: 'hook_1',
  });
});

test('chips add and take away; all of them are the same as none', () => {
  expect(toggleState({ task_id: 't' }, 'failed')).toEqual({ task_id: 't', state: 'failed' });
  expect(toggleState({ state: 'failed' }, 'failed')).toEqual({});
  expect(toggleState({ state: 'pending,delivered,failed' }, 'cancelled')).toEqual({});
});
