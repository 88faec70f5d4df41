import { deleteTaskAssets, restoreTaskAssets } from '../asset/asset.repository.js';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { cancelTask, taskNotFound } from './cancel-task.js';
import { appendDeletedEvent, appendTaskEvent, findTask, now, readTask } from './task.repository.js';
import { auditedTask, taskTarget } from './task-audit.js';
import type { TaskBody } from './task-view.js';

/** How long a deletion can be undone. */
export const UNDO_MS = 24 * 3600 * 1000;

/** Deletes a task with its outputs: cancelled first if needed, hidden at once, gone for good after 24 hours. */
export async function deleteTask(ctx: Context, by: Requester, ownerId: string, id: string): Promise<void> {
  await cancelTask(ctx, by, ownerId, id);
  await ctx.store.write(async (tx) => {
    const task = await findTask(tx.db, ownerId, id);
    if (!task) throw taskNotFound(id);
    const at = now();
    const row = await tx.db
      .updateTable('tasks')
      .set((eb) => ({ deleted_at: at, updated_at: at, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await deleteTaskAssets(tx, id, at);
    await appendDeletedEvent(tx, row);
    const target = taskTarget(task);
    await recordAudit(tx, {
      ...by,
      action: 'task.delete',
      target,
      before: auditedTask(task),
      after: { deleted_at: at },
    });
  });
}

/** Undoes a deletion within 24 hours. A task that is not deleted stays as it is. */
export async function restoreTask(ctx: Context, by: Requester, ownerId: string, id: string): Promise<TaskBody> {
  await ctx.store.write(async (tx) => {
    const task = await tx.db
      .selectFrom('tasks')
      .select(['deleted_at'])
      .where('id', '=', id)
      .where('owner_id', '=', ownerId)
      .executeTakeFirst();
    if (!task) throw taskNotFound(id);
    if (task.deleted_at === null) return;
    if (Date.now() - Date.parse(task.deleted_at) > UNDO_MS) {
      throw new HttpProblem('gone', 'This task was deleted more than 24 hours ago.');
    }
    const row = await tx.db
      .updateTable('tasks')
      .set((eb) => ({ deleted_at: null, updated_at: now(), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await restoreTaskAssets(tx, id, task.deleted_at);
    await appendTaskEvent(tx, row);
    const before = { deleted_at: task.deleted_at };
    await recordAudit(tx, { ...by, action: 'task.restore', target: taskTarget(row), before, after: auditedTask(row) });
  });
  const task = await readTask(ctx.store.read, ownerId, id);
  if (!task) throw taskNotFound(id);
  return task;
}
