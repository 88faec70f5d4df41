import type { WorkerError, WorkerEvent } from '@easel/contracts';
import type { AttemptRef } from '../backend.js';
import { brokeDown, runTimeout, startTimeout } from './end-of-call.js';

export interface Limits {
  /** From acceptance to the first sign of the worker. */
  start_ms: number;
  /** From the first sign to running. */
  load_ms: number;
  /** From running to the end. */
  run_ms: number;
}

/** Machines are taken away seldom: one that ends this often during one attempt is ended by the work. */
const MOST_STARTS = 4;

/** Our own deadlines: the platform would let a container that never starts be pending for ever. */
export interface Deadlines {
  /** Whether the worker has said anything about the attempt. */
  heard(): boolean;
  note(event: WorkerEvent): void;
  /** What it missed, if anything. */
  missed(now: number): WorkerError | null;
  /** Time until it would miss something. */
  left(now: number): number;
}

export function createDeadlines(attempt: AttemptRef, limits: Limits, now: () => number): Deadlines {
  const accepted = Date.parse(attempt.accepted_at);
  let runningSince = attempt.started_at === null ? null : Date.parse(attempt.started_at);
  let heardSince = runningSince;
  let lastSeq = -1;
  let starts = 0;

  function due(): { at: number; error: WorkerError } {
    if (starts > MOST_STARTS) return { at: 0, error: brokeDown(MOST_STARTS) };
    if (runningSince !== null) return { at: runningSince + limits.run_ms, error: runTimeout(limits.run_ms / 1000) };
    const limit = heardSince === null ? limits.start_ms : limits.load_ms;
    return { at: (heardSince ?? accepted) + limit, error: startTimeout(limit / 1000) };
  }

  return {
    heard: () => heardSince !== null,
    note(event) {
      const again = event.seq <= lastSeq;
      lastSeq = event.seq;
      // Each container that takes over begins with 0; the one before it may go on talking for a moment.
      if (event.seq === 0) starts += 1;
      // Its time begins anew.
      if (again) runningSince = null;
      if (again || heardSince === null) heardSince = now();
      const runs = event.type === 'stage' ? event.stage === 'running' : event.type === 'progress';
      if (runs) runningSince ??= now();
    },
    missed(at) {
      const { at: limit, error } = due();
      return at >= limit ? error : null;
    },
    left: (at) => Math.max(0, due().at - at),
  };
}
