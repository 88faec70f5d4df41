import { expect, test } from 'vitest';
import {
  canTransition,
  hintOf,
  isTerminal,
  TASK_ERRORS,
  TASK_STATUSES,
  TASK_TRANSITIONS,
  TaskErrorCode,
  type TaskStatus,
} from './states.js';

test('every task can end, and what has ended stays', () => {
  const reach = (from: TaskStatus, seen = new Set<TaskStatus>()): Set<TaskStatus> => {
    for (const to of TASK_TRANSITIONS[from]) {
      if (seen.has(to)) continue;
      seen.add(to);
      reach(to, seen);
    }
    return seen;
  };
  expect([...reach('pending')].sort()).toEqual([...TASK_STATUSES].sort());
  for (const status of TASK_STATUSES) {
    expect(isTerminal(status)).toBe(['done', 'failed', 'cancelled'].includes(status));
    expect([...reach(status)].some(isTerminal)).toBe(!isTerminal(status));
  }
});

test('the allowed changes of state are these and no others', () => {
  const allowed = TASK_STATUSES.flatMap((from) =>
    TASK_STATUSES.filter((to) => canTransition(from, to)).map((to) => `${from} ${to}`),
  );
  expect(allowed).toEqual([
    'pending processing',
    'pending failed',
    'pending cancelled',
    'processing pending',
    'processing done',
    'processing failed',
    'processing cancelled',
  ]);
});

test('every error of a task says whether to repeat it and what to do', () => {
  expect(TaskErrorCode.options).toEqual(Object.keys(TASK_ERRORS));
  for (const { retryable, hint } of Object.values(TASK_ERRORS)) {
    expect(typeof retryable).toBe('boolean');
    expect(hint).toMatch(/\.$/);
  }
  expect(hintOf('model_error', true)).toMatch(/try again/i);
  expect(hintOf('model_error', false)).not.toMatch(/try again/i);
});
