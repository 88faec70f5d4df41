import { expect, test } from 'vitest';
import { aTask } from './task.fixture';
import { standingOf } from './task-words';

const live = { progress: 40, stage: 'running', step: 4, total_steps: 10, queue_position: null, previews: {} } as const;

test('what a task is doing is said in words', () => {
  expect(standingOf(aTask(1), undefined).words).toBe('Next in the queue');
  expect(standingOf(aTask(1, { queue_position: 3 }), undefined).words).toBe('Waiting, 2 ahead of it');
  expect(standingOf(aTask(1, { status: 'processing', stage: 'loading' }), undefined)).toEqual({
    words: 'Loading the model',
    progress: null,
  });
  expect(standingOf(aTask(1, { status: 'processing' }), live)).toEqual({
    words: 'Drawing, step 4 of 10',
    progress: 40,
  });
  expect(standingOf(aTask(1, { cancel_requested_at: '2026-01-02T12:00:00.000Z' }), live).words).toBe('Stopping');
});
