import type { AdminTaskEvent } from '@easel/contracts';
import { expect, test } from 'vitest';
import { makeTask } from './task.fixture.js';
import { timelineOf, timeParts } from './task-history.js';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
const event = (version: number, ms: number, part: Partial<AdminTaskEvent> = {}): AdminTaskEvent => ({
  id: version,
  at: at(ms),
  version,
  kind: 'task',
  status: 'processing',
  stage: null,
  progress: 0,
  attempt: 1,
  ...part,
});
const told = (events: AdminTaskEvent[], part = {}) => ({ task: makeTask(0, part), events, attempts: [] });

test('a timeline names each change and the time before it', () => {
  const error = { code: 'model_error' as const, message: 'It broke.', retryable: true, hint: 'Try again.' };
  const events = [
    event(1, 0, { status: 'pending', attempt: 0 }),
    event(2, 4, { stage: 'starting' }),
    event(3, 104, { stage: 'running' }),
    event(4, 500, { status: 'pending' }),
    event(5, 600, { stage: 'running', attempt: 2 }),
    event(6, 900, { status: 'failed', attempt: 2 }),
  ];
  const lines = timelineOf(told(events, { status: 'failed', error }));
  expect(lines.map((line) => [line.title, line.after_ms])).toEqual([
    ['Created', null],
    ['Attempt 1 of 3 started', 4],
    ['Stage: running', 100],
    ['Back in the queue', 396],
    ['Attempt 2 of 3 started', 100],
    ['Failed', 300],
  ]);
  expect(lines.at(-1)).toMatchObject({ detail: 'It broke.', tone: 'bad' });
});

test('a log that begins in the middle says so', () => {
  const [first] = timelineOf(told([event(9, 0, { status: 'done' })], { status: 'done' }));
  expect(first).toMatchObject({ title: 'Done', detail: 'Earlier changes are no longer held.' });
});

test('the wish to stop stands where it was made', () => {
  const events = [event(1, 0, { status: 'pending', attempt: 0 }), event(2, 50, { status: 'cancelled', attempt: 0 })];
  const lines = timelineOf(told(events, { status: 'cancelled', cancel_requested_at: at(20) }));
  expect(lines.map((line) => line.title)).toEqual(['Created', 'Cancel requested', 'Cancelled']);
});

test('a deletion and its undoing are told', () => {
  const events = [
    event(1, 0, { status: 'pending', attempt: 0 }),
    event(2, 5, { kind: 'deleted', status: null, attempt: null, progress: null }),
    event(3, 9, { status: 'pending', attempt: 0 }),
  ];
  expect(timelineOf(told(events)).map((line) => line.title)).toEqual(['Created', 'Deleted', 'Brought back']);
});

test('parts of the time add up to the whole', () => {
  const timing = { queued_ms: 4, start_ms: 0, load_ms: 10, run_ms: 80, total_ms: 100 };
  expect(timeParts(makeTask(0, { timing }))).toEqual([
    { name: 'queued', ms: 4 },
    { name: 'load', ms: 10 },
    { name: 'run', ms: 80 },
    { name: 'other', ms: 6 },
  ]);
});
