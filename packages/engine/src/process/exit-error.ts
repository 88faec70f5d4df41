import type { WorkerError } from '@easel/contracts';
import { MEMORY_SIGNAL } from './messages.js';

/** What a child's end means for the job it was running. */
export function exitError(code: number | null, signal: NodeJS.Signals | null, said: string): WorkerError {
  const how = signal ? `signal ${signal}` : `exit code ${code}`;
  const detail = `The model's process ended with ${how}. ${said}`.trim();
  if (signal === MEMORY_SIGNAL || /out of memory|bad_alloc/i.test(said)) return outOfMemory(detail);
  return { code: 'model_error', message: 'The model crashed while it was working.', retryable: true, detail };
}

export const outOfMemory = (detail: string): WorkerError => ({
  code: 'out_of_memory',
  message: 'The model needed more memory than it may use.',
  retryable: false,
  detail,
});

export const runTimeout = (timeout_s: number): WorkerError => ({
  code: 'run_timeout',
  message: `The model did not finish within ${timeout_s} s.`,
  retryable: false,
  detail: 'The process was stopped.',
});

export const staleError: WorkerError = {
  code: 'stale',
  message: "The model's process gave no sign of life and was stopped.",
  retryable: true,
  detail: 'No heartbeat.',
};

export const engineClosed: WorkerError = {
  code: 'backend_lost',
  message: 'The engine was closed.',
  retryable: true,
  detail: 'The engine was closed while the job ran or waited.',
};
