import type { ErrorCode, Problem, Task, TaskErrorCode } from '@easel/contracts';

/** Codes the client gives itself: the server was not reached, or answered something the contract does not know. */
export type ClientErrorCode = 'network_error' | 'unexpected_response';

interface EaselErrorFields {
  code: ErrorCode | ClientErrorCode;
  message: string;
  /** HTTP status, or 0 when there was no answer. */
  status?: number;
  retryable?: boolean;
  detail?: string;
  request_id?: string | null;
  errors?: Problem['errors'];
  retry_after_ms?: number | null;
  cause?: unknown;
}

/**
 * A call that failed. `code` comes from the contract's closed list (or is `network_error` or `unexpected_response`),
 * `detail` says what happened and what to do, `errors` names the fields that were refused.
 */
export class EaselError extends Error {
  override readonly name: string = 'EaselError';
  readonly code: ErrorCode | ClientErrorCode;
  /** HTTP status, or 0 when there was no answer. */
  readonly status: number;
  /** Whether the same call may succeed later without being changed. */
  readonly retryable: boolean;
  readonly detail: string;
  /** To find the request in the server's log; null when there was no answer. */
  readonly request_id: string | null;
  /** What was wrong with which field. */
  readonly errors: readonly { path: string; message: string }[];
  /** How long the server asked to wait, in milliseconds; null when it did not. */
  readonly retry_after_ms: number | null;

  constructor(fields: EaselErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    this.status = fields.status ?? 0;
    this.retryable = fields.retryable ?? false;
    this.detail = fields.detail ?? fields.message;
    this.request_id = fields.request_id ?? null;
    this.errors = fields.errors ?? [];
    this.retry_after_ms = fields.retry_after_ms ?? null;
  }
}

/** A task that ended without a result: it failed, or was cancelled. Thrown by `task.run`. */
export class EaselTaskError extends Error {
  override readonly name = 'EaselTaskError';
  readonly code: TaskErrorCode | 'cancelled';
  /** Whether a repetition may help. */
  readonly retryable: boolean;
  /** What to do about it. */
  readonly hint: string;

  constructor(readonly task: Task) {
    super(task.error?.message ?? `Task ${task.id} was cancelled.`);
    this.code = task.error?.code ?? 'cancelled';
    this.retryable = task.error?.retryable ?? false;
    this.hint = task.error?.hint ?? 'Create it again, or use task.retry.';
  }
}
