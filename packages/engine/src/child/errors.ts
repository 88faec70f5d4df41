import type { WorkerError } from '@easel/contracts';

/** The job was cancelled between two steps. */
export class CancelledError extends Error {}

/** A failure whose class is known. */
export class JobError extends Error {
  constructor(readonly worker: WorkerError) {
    super(worker.message);
  }
}

const NO_MEMORY = /bad_alloc|failed to allocate|out of memory|cannot allocate/i;

/** What a creator is told about a failure, by its class. */
export function toWorkerError(error: unknown): WorkerError {
  if (error instanceof JobError) return error.worker;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (NO_MEMORY.test(detail)) {
    return { code: 'out_of_memory', message: 'The model ran out of memory.', retryable: false, detail };
  }
  return { code: 'model_error', message: 'The model failed while it was working.', retryable: true, detail };
}

export const invalidOutput = (message: string): JobError =>
  new JobError({ code: 'invalid_output', message, retryable: true, detail: message });
