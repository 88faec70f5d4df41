import { isTerminal } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { changeTask, findTask, now, readTask } from './task.repository.js';
import { auditedTask, taskTarget } from './task-audit.js';
import type { TaskBody } from './task-view.js';

export const taskNotFound = (id: string) =>
  new HttpProblem('task_not_found', `There is no task "${id.slice(0, 64)}" of yours.`);

/**
 * Asks a task to stop. A pending task is cancelled at once; a running one as soon as its backend has stopped. A task
 * that has ended stays as it is.
 */
export async function cancelTask(ctx: Context, by: Requester, ownerId: string, id: string): Promise<TaskBody> {
  await ctx.store.write(async (tx) => {
    const task = await findTask(tx.db, ownerId, id);
    if (!task) throw taskNotFound(id);
    const entry = { ...by, action: 'task.cancel' as const, target: taskTarget(task), before: auditedTask(task) };
    if (task.status === 'pending') {
      const at = now();
      const total_ms = Date.parse(at) - Date.parse(task.created_at);
      const change = { status: 'cancelled' as const, cancel_requested_at: at, finished_at: at, total_ms };
      await changeTask(tx, id, { from: ['pending'] }, change);
      await recordAudit(tx, { ...entry, after: { status: 'cancelled' } });
    } else if (task.status === 'processing' && task.cancel_requested_at === null) {
      const cancel_requested_at = now();
      await changeTask(tx, id, { from: ['processing'] }, { cancel_requested_at });
      await recordAudit(tx, { ...entry, after: { cancel_requested_at } });
    }
  });
  ctx.runner.cancel(id);
  ctx.runner.wake();
  const task = await readTask(ctx.store.read, ownerId, id);
  if (!task) throw taskNotFound(id);
  if (isTerminal(task.status)) ctx.live.forget(id);
  return task;
}
