import type { WorkerEvent } from '@easel/contracts';
import { expect, test } from 'vitest';
import { createDeadlines } from './deadlines.js';

const LIMITS = { start_ms: 1000, load_ms: 500, run_ms: 2000 };
const ATTEMPT = {
  attempt_id: 'att_01jd5k0m3r8x9v2w4y6z7a8b9c',
  handle: 'fc-1',
  model: 'x',
  type: 'image',
  accepted_at: new Date(0).toISOString(),
  started_at: null,
} as const;

const stamp = { attempt_id: ATTEMPT.attempt_id, at: ATTEMPT.accepted_at };
const stage = (seq: number, name: 'loading' | 'running'): WorkerEvent => ({
  ...stamp,
  seq,
  type: 'stage',
  stage: name,
});
const beat = (seq: number): WorkerEvent => ({ ...stamp, seq, type: 'heartbeat' });

function begin(started_at: string | null = null) {
  let at = 0;
  const deadlines = createDeadlines({ ...ATTEMPT, started_at }, LIMITS, () => at);
  return {
    deadlines,
    note(now: number, event: WorkerEvent) {
      at = now;
      deadlines.note(event);
    },
    code: (now: number) => deadlines.missed(now)?.code ?? null,
  };
}

test('waiting, loading and running have a deadline each', () => {
  const { deadlines, note, code } = begin();
  expect([code(999), code(1000)]).toEqual([null, 'start_timeout']);
  note(900, stage(0, 'loading'));
  expect([code(1399), code(1400)]).toEqual([null, 'start_timeout']);
  note(1300, stage(1, 'running'));
  expect(deadlines.left(1300)).toBe(2000);
  expect([code(3299), code(3300)]).toEqual([null, 'run_timeout']);
});

test('the next process goes on from when the attempt began to run', () => {
  const { deadlines, code } = begin(new Date(5000).toISOString());
  expect(deadlines.heard()).toBe(true);
  expect([code(6999), code(7000)]).toEqual([null, 'run_timeout']);
});

test('a container that takes over has its own time', () => {
  const { note, code } = begin();
  note(0, stage(0, 'running'));
  note(1900, stage(0, 'loading'));
  expect([code(2300), code(2400)]).toEqual([null, 'start_timeout']);
  note(2350, stage(1, 'running'));
  expect([code(4349), code(4350)]).toEqual([null, 'run_timeout']);
});

test('machines that die again and again are told from two that talk at the same time', () => {
  const { note, code } = begin();
  note(0, stage(0, 'running'));
  note(10, stage(0, 'running'));
  for (let n = 1; n < 30; n += 1) {
    note(10 + n, beat(n));
    note(10 + n, beat(100 + n));
  }
  expect(code(50)).toBeNull();
  for (let n = 0; n < 2; n += 1) note(60 + n, stage(0, 'running'));
  expect(code(70)).toBeNull();
  note(80, stage(0, 'running'));
  expect(code(80)).toBe('model_error');
});
