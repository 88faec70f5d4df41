import { expect, test } from 'vitest';
import { limitsFaults, toPatch } from './limits-form.js';

const none = { budget: '', queue: '', concurrency: '' };

test('empty fields take limits away', () => {
  expect(limitsFaults(none)).toEqual({});
  expect(toPatch(none)).toEqual({ budget_microusd: null, queue_max: null, concurrency_max: null });
});

test('dollars become micro-dollars without a rest', () => {
  const budgets = ['20', '$2.50', '0', '0.000001', '19.99'];
  expect(budgets.map((budget) => toPatch({ ...none, budget }).budget_microusd)).toEqual([
    20_000_000, 2_500_000, 0, 1, 19_990_000,
  ]);
});

test('what is no number is said at its field', () => {
  expect(Object.keys(limitsFaults({ budget: 'much', queue: '0', concurrency: '2.5' }))).toEqual([
    'budget',
    'queue',
    'concurrency',
  ]);
  expect(limitsFaults({ budget: '-1', queue: '5', concurrency: ' 2 ' })).toEqual({ budget: expect.any(String) });
});
