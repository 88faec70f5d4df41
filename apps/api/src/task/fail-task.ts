import { hintOf, TASK_ERRORS, type TaskError, type TaskErrorCode, type WorkerError } from '@easel/contracts';
import type { EndFacts } from '../backend/backend.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { endAttempt, OPEN } from './attempt.repository.js';
import { taskCost } from './attempt-cost.js';
import { type Claim, leaseOf } from './claim-task.js';
import { insertOutputs, type StoredOutput } from './complete-task.js';
import { changeTask, now } from './task.repository.js';

/** First pause before a repetition; doubles with each. */
const BACKOFF_MS = 500;
/** How often our own process may die under a task before the task fails. */
export const MAX_LOST = 50;

/** A task's error with its advice. */
export const taskError = (
  code: TaskErrorCode,
  message: string,
  retryable = TASK_ERRORS[code].retryable,
): TaskError => ({
  code,
  message,
  retryable,
  hint: hintOf(code, retryable),
});

/** What a task no longer has once nobody works on it. */
export const released = { stage: null, lease_owner: null, lease_expires_at: null } as const;

export const ended = (task: TaskRow) => {
  const at = now();
  return { ...released, finished_at: at, total_ms: Date.parse(at) - Date.parse(task.created_at) };
};

/** What is known of an attempt that ends badly. */
export interface BadEnd {
  finished: StoredOutput[];
  facts?: EndFacts | undefined;
  /** Until when its result is still looked for. */
  late_until?: string | undefined;
}

/**
 * Ends an attempt badly. The task goes back to the queue when a repetition may help and attempts are left; otherwise it
 * fails and keeps the outputs that were finished. Returns false when the lease was no longer ours.
 */
export function failAttempt(ctx: Context, claim: Claim, error: WorkerError, end: BadEnd): Promise<boolean> {
  const { task, attempt } = claim;
  const problem = taskError(error.code, error.message, error.retryable);
  const { facts, late_until } = end;
  return ctx.store.write(async (tx) => {
    await endAttempt(ctx, tx, attempt.id, task, {
      state: 'failed',
      error: problem,
      detail: error.detail,
      facts,
      late_until,
    });
    const guard = { from: ['processing'] as const, lease: leaseOf(claim) };
    const { cancel_requested_at } = await tx.db
      .selectFrom('tasks')
      .select('cancel_requested_at')
      .where('id', '=', task.id)
      .executeTakeFirstOrThrow();
    const cost_microusd = await taskCost(tx, task.id);
    const again = error.retryable && task.attempt < task.max_attempts && cancel_requested_at === null;
    if (again) {
      const pause = BACKOFF_MS * 2 ** (task.attempt - 1);
      const not_before = new Date(Date.now() + pause).toISOString();
      const change = { ...released, status: 'pending', not_before, cost_microusd };
      return (await changeTask(tx, task.id, guard, change)) !== undefined;
    }
    const held = await tx.db
      .selectFrom('tasks')
      .select('id')
      .where('id', '=', task.id)
      .where('status', '=', 'processing')
      .where('fencing', '=', attempt.fencing)
      .where('lease_expires_at', '>', guard.lease.now)
      .executeTakeFirst();
    if (!held) return false;
    await insertOutputs(ctx, tx, task, end.finished);
    const failed = { ...ended(task), status: 'failed' as const, error: JSON.stringify(problem), cost_microusd };
    return (await changeTask(tx, task.id, guard, failed)) !== undefined;
  });
}

/** Ends an attempt whose task was cancelled: the task is cancelled and keeps what was finished. */
export function cancelAttempt(ctx: Context, { task, attempt }: Claim, end: BadEnd): Promise<void> {
  const { facts, late_until } = end;
  return ctx.store.write(async (tx) => {
    await endAttempt(ctx, tx, attempt.id, task, { state: 'cancelled', error: null, facts, late_until });
    const row = await tx.db
      .selectFrom('tasks')
      .select('id')
      .where('id', '=', task.id)
      .where('status', '=', 'processing')
      .where('fencing', '=', attempt.fencing)
      .executeTakeFirst();
    if (!row) return;
    await insertOutputs(ctx, tx, task, end.finished);
    const cost_microusd = await taskCost(tx, task.id);
    await changeTask(tx, task.id, { from: ['processing'] }, { ...ended(task), status: 'cancelled', cost_microusd });
  });
}

/**
 * Gives up an attempt because our own process, its lease or its backend went away. The attempt is not counted: the task
 * goes back to the queue, unless that has happened too often or the task was asked to stop.
 */
export async function loseAttempt(tx: Tx, taskId: string, reason: string): Promise<void> {
  // As it stands now: it may have been asked to stop since somebody read it.
  const task = await tx.db.selectFrom('tasks').selectAll().where('id', '=', taskId).executeTakeFirst();
  if (!task) return;
  const error = taskError('backend_lost', reason);
  await tx.db
    .updateTable('attempts')
    .set({ state: 'failed', finished_at: now(), error: JSON.stringify(error), out_of_sight_since: null })
    .where('task_id', '=', task.id)
    .where('fencing', '=', task.fencing)
    .where('state', 'in', OPEN)
    .execute();
  const guard = { from: ['processing'] as const };
  if (task.cancel_requested_at !== null) {
    await changeTask(tx, task.id, guard, { ...ended(task), status: 'cancelled' });
  } else if (task.lost + 1 >= MAX_LOST) {
    await changeTask(tx, task.id, guard, { ...ended(task), status: 'failed', error: JSON.stringify(error) });
  } else {
    const lost = { attempt: Math.max(0, task.attempt - 1), lost: task.lost + 1 };
    await changeTask(tx, task.id, guard, { ...released, ...lost, status: 'pending' });
  }
}
