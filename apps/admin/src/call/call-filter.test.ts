import { expect, test } from 'vitest';
import { parseCallFilter, toggleState } from './call-filter.js';

test('an address is read in the order of an attempt, without what it does not know', () => {
  expect(parseCallFilter({ state: 'failed,unknown,lost', backend: 'embedded', model: 7, other: 1 })).toEqual({
    state: 'unknown,failed',
    backend: 'embedded',
    model: '7',
  });
  expect(parseCallFilter({ state: 'lost', backend: '' })).toEqual({});
});

test('chips add and take away; all of them are the same as none', () => {
  expect(toggleState({ model: 'm' }, 'unknown')).toEqual({ model: 'm', state: 'unknown' });
  expect(toggleState({ state: 'unknown' }, 'accepted')).toEqual({ state: 'accepted,unknown' });
  expect(toggleState({ state: 'unknown' }, 'unknown')).toEqual({});
  expect(toggleState({ state: 'submitted,accepted,running,unknown,succeeded,failed' }, 'cancelled')).toEqual({});
});
