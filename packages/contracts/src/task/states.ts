import { z } from 'zod';

/** States of a task. `done`, `failed` and `cancelled` are final. */
export const TASK_STATUSES = ['pending', 'processing', 'done', 'failed', 'cancelled'] as const;
export const TaskStatus = z.enum(TASK_STATUSES);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** From which state a task may go to which. */
export const TASK_TRANSITIONS = {
  pending: ['processing', 'failed', 'cancelled'],
  processing: ['pending', 'done', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<TaskStatus, readonly TaskStatus[]>;

/** Whether a task may go from one state to another. */
export const canTransition = (from: TaskStatus, to: TaskStatus): boolean =>
  (TASK_TRANSITIONS[from] as readonly TaskStatus[]).includes(to);

/** Whether a state is final. */
export const isTerminal = (status: TaskStatus): boolean => TASK_TRANSITIONS[status].length === 0;

/** What a processing task is doing. */
export const TaskStage = z.enum(['starting', 'loading', 'running', 'encoding', 'saving']);
export type TaskStage = z.infer<typeof TaskStage>;

/** Lanes: interactive work is served four times as often as background work. */
export const Lane = z.enum(['interactive', 'background']);
export type Lane = z.infer<typeof Lane>;

/** Why a task failed: whether a repetition may help, and what to do about it. */
export const TASK_ERRORS = {
  model_error: { retryable: true, hint: 'The model failed. Try again; if it fails again, look at the attempts.' },
  out_of_memory: { retryable: false, hint: 'Ask for fewer or smaller outputs, or give the model more memory.' },
  invalid_output: { retryable: true, hint: 'The model made an unusable picture. Try another seed or fewer extremes.' },
  start_timeout: { retryable: true, hint: 'The model did not start in time. Try again later.' },
  run_timeout: { retryable: false, hint: 'The model took too long. Ask for less, or raise its timeout_s.' },
  queue_timeout: { retryable: false, hint: 'The task waited too long. Try again when the queue is shorter.' },
  stale: { retryable: true, hint: 'The model gave no sign of life and was stopped. Try again.' },
  backend_lost: { retryable: true, hint: 'The backend went away while working. Try again.' },
  no_backend: { retryable: false, hint: 'No backend runs this model. Choose another model or add a backend.' },
  cancelled_by_backend: { retryable: true, hint: 'The backend cancelled the work. Try again.' },
  storage_error: { retryable: true, hint: 'The result could not be stored. Check disk space and try again.' },
} as const;

const REFUSED_HINT =
  'The same again would fail again. Change what the message names; if it names nothing of yours, ask the operator.';

/** What to do about a failure: a model that refused the work for good says something else than one that broke down. */
export const hintOf = (code: TaskErrorCode, retryable: boolean): string =>
  code === 'model_error' && !retryable ? REFUSED_HINT : TASK_ERRORS[code].hint;

export const TaskErrorCode = z.enum(
  Object.keys(TASK_ERRORS) as [keyof typeof TASK_ERRORS, ...(keyof typeof TASK_ERRORS)[]],
);
export type TaskErrorCode = z.infer<typeof TaskErrorCode>;

/** Why a task or an attempt failed, and what to do. */
export const TaskError = z
  .object({ code: TaskErrorCode, message: z.string(), retryable: z.boolean(), hint: z.string() })
  .meta({ id: 'TaskError' });
export type TaskError = z.infer<typeof TaskError>;

/** Something that was accepted but deserves a word. */
export const TaskWarning = z
  .object({ code: z.string(), message: z.string(), path: z.string().optional() })
  .meta({ id: 'TaskWarning' });
export type TaskWarning = z.infer<typeof TaskWarning>;
