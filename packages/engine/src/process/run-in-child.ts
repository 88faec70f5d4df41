import type { Job, TaskWarning, WorkerError, WorkerOutput } from '@easel/contracts';
import type { Child } from './child.js';
import { exitError, runTimeout } from './exit-error.js';
import type { FromChild, Measurements } from './messages.js';

/** How long a cancelled job may take to stop by itself. */
const CANCEL_GRACE_MS = 2000;
/** How long a child may take until its model is loaded. */
const START_TIMEOUT_S = 120;

export type Outcome =
  | { kind: 'done'; measured: Measurements; warnings: TaskWarning[]; deploy_hash: string }
  | { kind: 'failed'; error: WorkerError }
  | { kind: 'cancelled' };

export interface Watcher {
  message(message: FromChild): void;
  output(output: WorkerOutput, bytes: Uint8Array, poster: Uint8Array | null): void;
}

const startTimeout: WorkerError = {
  code: 'start_timeout',
  message: `The model was not loaded within ${START_TIMEOUT_S} s.`,
  retryable: true,
  detail: 'The process was stopped.',
};

/** Runs a job in a child and waits for its end, whatever kind of end it is. */
export function runInChild(
  child: Child,
  job: Job,
  files: Record<string, Uint8Array>,
  timeout_s: number,
  signal: AbortSignal,
  watcher: Watcher,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let limit = setTimeout(() => void child.kill(startTimeout), START_TIMEOUT_S * 1000);
  let grace: NodeJS.Timeout | undefined;
  const running = (): void => {
    clearTimeout(limit);
    limit = setTimeout(() => void child.kill(runTimeout(timeout_s)), timeout_s * 1000);
  };
  const cancel = (): void => {
    child.send({ type: 'cancel', attempt_id: job.attempt_id });
    grace = setTimeout(() => void child.kill(), CANCEL_GRACE_MS);
  };
  child.listener = {
    message(message) {
      if (message.type === 'stage' && message.stage === 'running') running();
      if (message.type === 'done') resolve({ ...message, kind: 'done' });
      else if (message.type === 'failed') resolve({ kind: 'failed', error: message.error });
      else if (message.type === 'cancelled') resolve({ kind: 'cancelled' });
      else if (message.type === 'output') watcher.output(message.output, message.bytes, message.poster);
      else watcher.message(message);
    },
    ended: (error) => resolve(signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', error }),
  };
  if (child.alive) child.send({ type: 'run', job, files });
  else resolve({ kind: 'failed', error: exitError(null, null, 'It ended before the job began.') });
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return promise.finally(() => {
    clearTimeout(limit);
    clearTimeout(grace);
    signal.removeEventListener('abort', cancel);
  });
}
