import type { Attempt, Model } from '@easel/sdk';
import { expect, test } from 'vitest';
import { aVideoModel } from '../model/model.fixture';
import { anAttempt, aTask } from './task.fixture';
import { elapsedWords, standingOf } from './task-words';

const live = { progress: 40, stage: 'running', step: 4, total_steps: 10, queue_position: null, previews: {} } as const;

test('what a task is doing is said in words', () => {
  expect(standingOf(aTask(1), undefined).words).toBe('Next in the queue');
  expect(standingOf(aTask(1, { queue_position: 3 }), undefined).words).toBe('Waiting, 2 ahead of it');
  expect(standingOf(aTask(1, { status: 'processing', stage: 'starting' }), undefined).words).toBe(
    'Waiting for a machine',
  );
  expect(standingOf(aTask(1, { status: 'processing', stage: 'loading' }), undefined)).toMatchObject({
    words: 'Loading the model',
    progress: null,
  });
  expect(standingOf(aTask(1, { status: 'processing' }), live)).toMatchObject({
    words: 'Drawing, step 4 of 10',
    progress: 40,
  });
  expect(standingOf(aTask(1, { status: 'processing', type: 'video' }), live).words).toBe(
    'Making the video, step 4 of 10',
  );
  expect(standingOf(aTask(1, { cancel_requested_at: '2026-01-02T12:00:00.000Z' }), live).words).toBe('Stopping…');
});

test('a task that waits for a backend says so', () => {
  const model: Model = { ...aVideoModel(), availability: 'waiting' };
  expect(standingOf(aTask(1, { queue_position: 3 }), undefined, { model }).words).toContain('no backend can take it');
  const attempts: Attempt[] = [anAttempt({ state: 'unknown', out_of_sight_since: '2026-01-02T12:00:00.000Z' })];
  const now = Date.parse('2026-01-02T12:02:00.000Z');
  const standing = standingOf(aTask(1, { status: 'processing', stage: 'running' }), live, { attempts }, now);
  expect(standing.words).toBe('Drawing, step 4 of 10');
  expect(standing.trouble).toContain('Studio A gives no answer since 2 min');
});

test('a further attempt says why there is one', () => {
  const error = { code: 'backend_lost', message: 'The machine was taken away.', retryable: true, hint: '' } as const;
  const attempts = [anAttempt({ state: 'running' }), anAttempt({ state: 'failed', error })];
  expect(standingOf(aTask(1, { status: 'processing', attempt: 2 }), undefined, { attempts }).trouble).toBe(
    'Trying again: The machine was taken away.',
  );
});

test('time passed is compared with what is usual, and nothing counts down', () => {
  const measured = { samples: 9, run_ms_p50: 40_000, run_ms_p95: 58_000, start_ms_p50: 0, cost_microusd_p50: 0 };
  const model: Model = { ...aVideoModel(), measured };
  const task = aTask(1, { status: 'processing', started_at: '2026-01-02T12:00:00.000Z' });
  const after = (s: number) => elapsedWords(task, model, Date.parse('2026-01-02T12:00:00.000Z') + s * 1000);
  expect(after(0.5)).toBeNull();
  expect(after(34.7)).toBe('34 s so far, usually 40–58 s');
  expect(after(61)).toBe('1 min 1 s so far, longer than usual');
  expect(elapsedWords(task, undefined, Date.parse('2026-01-02T12:00:05.000Z'))).toBe('5 s so far');
});
