import { expect, test } from 'vitest';
import { makeTask } from './task.fixture.js';
import { timelineOf, timeParts } from './task-history.js';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

test('a timeline names each change and the time before it, whatever the order it came in', () => {
  const error = { code: 'model_error' as const, message: 'It broke.', retryable: true, hint: 'Try again.' };
  const versions = [
    makeTask(0, { version: 1, updated_at: at(0) }),
    makeTask(0, { version: 2, updated_at: at(4), status: 'processing', stage: 'starting', attempt: 1 }),
    makeTask(0, { version: 3, updated_at: at(104), status: 'processing', stage: 'running', attempt: 1 }),
    makeTask(0, { version: 4, updated_at: at(500), attempt: 1 }),
    makeTask(0, { version: 5, updated_at: at(600), status: 'processing', stage: 'running', attempt: 2 }),
    makeTask(0, { version: 6, updated_at: at(900), status: 'failed', attempt: 2, error }),
  ];
  const lines = timelineOf([...versions].reverse().concat(versions));
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
  const [first] = timelineOf([makeTask(0, { version: 9, status: 'done' })]);
  expect(first).toMatchObject({ title: 'Done', detail: 'Earlier changes are no longer held.' });
});

test('a change of something else names the fields', () => {
  const lines = timelineOf([makeTask(0), makeTask(0, { version: 2, metadata: { note: 'x' } })]);
  expect(lines[1]).toMatchObject({ title: 'Changed', detail: 'metadata' });
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
