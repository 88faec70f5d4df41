import type {
  Availability,
  BackendKind,
  FaultClass,
  Job,
  PlatformFacts,
  TaskErrorCode,
  WorkerError,
  WorkerEvent,
  WorkerResult,
} from '@easel/contracts';

/** What came of handing an attempt over. */
export type Submission =
  | { kind: 'accepted'; handle: string }
  /** Nothing ran and nothing will: the task may go elsewhere at once. */
  | { kind: 'rejected'; error: WorkerError; fault: FaultClass; retry_after_ms?: number }
  /** It may or may not have begun; probe before doing anything else. The fault is `unreachable` when none is given. */
  | { kind: 'unknown'; message: string; fault?: FaultClass };

/** An attempt as a backend needs it to find it again, also in another process. */
export interface AttemptRef {
  attempt_id: string;
  handle: string;
  model: string;
  type: 'image' | 'video';
  /** ISO times of the attempt's row. */
  accepted_at: string;
  started_at: string | null;
}

/** What is known of how an attempt ended, beside its result. */
export interface EndFacts {
  /** What to count against the backend; null when it is not to blame. */
  fault: FaultClass | null;
  /** The worker refused it or it never began: it does not count as an attempt. */
  never_ran: boolean;
  /** Seconds of a rented machine, start-up included. */
  billed_s: number;
  deploy_hash: string | null;
  platform: PlatformFacts | null;
}

/** What is seen while an attempt runs; the result comes last. */
export type Observation =
  | { kind: 'event'; event: WorkerEvent }
  /** The backend answered for the attempt: it is there, waiting or running. */
  | { kind: 'alive' }
  /** The backend gives no answer; the attempt may go on there. */
  | { kind: 'out_of_sight'; fault: FaultClass; message: string }
  /** The attempt is held by another call of the same attempt. */
  | { kind: 'moved'; handle: string }
  | { kind: 'result'; result: WorkerResult; facts: EndFacts };

/** Thrown by `fetch` when bytes can never be had as announced. Whatever else it throws is tried again. */
export class UnusableOutput extends Error {
  override readonly name = 'UnusableOutput';
  constructor(
    readonly code: TaskErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** A file of a finished output: the output itself, or the still that stands for a video. */
export type OutputPart = 'output' | 'poster';

/** A place where tasks run. */
export interface Backend {
  readonly id: string;
  readonly kind: BackendKind;
  readonly label: string;
  /** Attempts go on without this process and can be observed again by the next one. */
  readonly survives_restart: boolean;
  /** How many tasks of a model may be in flight; 0 when the model is not configured here. */
  capacity(model: string): number;
  availability(model: string): Availability;
  submit(job: Job, files: Record<string, Uint8Array>): Promise<Submission>;
  /** Yields what happens. Aborting only looks away: the attempt goes on. */
  observe(attempt: AttemptRef, signal: AbortSignal): AsyncIterable<Observation>;
  /** The bytes of a finished output, in pieces. */
  fetch(attempt: AttemptRef, index: number, part: OutputPart): AsyncIterable<Uint8Array>;
  /** Asks for the attempt to stop; the observation then ends with a result. */
  cancel(attempt: AttemptRef): Promise<void>;
  /**
   * Finds out what became of an attempt after `unknown`; may hand the same attempt over again where that is safe and
   * `again` is true. With `again` false it only looks, and says `rejected` when nothing ran.
   */
  probe(job: Job, files: Record<string, Uint8Array>, again: boolean): Promise<Submission>;
  /** Forgets an attempt that has ended and what is held of it here. */
  release(attempt: AttemptRef): void;
  close(): Promise<void>;
}
