import type { Availability, Job, WorkerError, WorkerEvent, WorkerResult } from '@easel/contracts';

/** What came of handing an attempt over. `unknown`: it may or may not have begun; probe before doing anything else. */
export type Submission =
  | { kind: 'accepted'; handle: string }
  | { kind: 'rejected'; error: WorkerError }
  | { kind: 'unknown' };

/** What is seen while an attempt runs; the result comes last. */
export type Observation = { kind: 'event'; event: WorkerEvent } | { kind: 'result'; result: WorkerResult };

/** A place where tasks run. */
export interface Backend {
  readonly id: string;
  /** How many tasks of a model may be in flight; 0 when the model is not configured here. */
  capacity(model: string): number;
  availability(model: string): Availability;
  submit(job: Job, files: Record<string, Uint8Array>): Promise<Submission>;
  /** Yields what happens. Aborting only looks away: the attempt goes on. */
  observe(handle: string, signal: AbortSignal): AsyncIterable<Observation>;
  /** The bytes of a finished output. */
  fetch(handle: string, index: number): Promise<Uint8Array>;
  /** Asks for the attempt to stop; the observation then ends with a result. */
  cancel(handle: string): Promise<void>;
  /** Finds out what became of an attempt after `unknown`. */
  probe(attemptId: string): Promise<Submission>;
  /** Forgets a finished attempt and what it holds. */
  release(handle: string): void;
  close(): Promise<void>;
}
