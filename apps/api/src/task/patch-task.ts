import type { TaskPatch } from '@easel/contracts';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { taskNotFound } from './cancel-task.js';
import { changeTask, findTask, readTask } from './task.repository.js';
import type { TaskBody } from './task-view.js';

const ANY = ['pending', 'processing', 'done', 'failed', 'cancelled'] as const;

/** Changes a task's metadata; while it is pending also its lane. */
export async function patchTask(ctx: Context, ownerId: string, id: string, patch: TaskPatch): Promise<TaskBody> {
  await ctx.store.write(async (tx) => {
    const task = await findTask(tx.db, ownerId, id);
    if (!task) throw taskNotFound(id);
    if (patch.lane !== undefined && task.status !== 'pending') {
      throw new HttpProblem(
        'conflict',
        `The lane can only be changed while a task is pending; this one is ${task.status}.`,
      );
    }
    await changeTask(
      tx,
      id,
      { from: patch.lane === undefined ? ANY : ['pending'] },
      {
        ...(patch.metadata === undefined ? {} : { metadata: JSON.stringify(patch.metadata) }),
        ...(patch.lane === undefined ? {} : { lane: patch.lane }),
      },
    );
  });
  ctx.runner.wake();
  const task = await readTask(ctx.store.read, ownerId, id);
  if (!task) throw taskNotFound(id);
  return task;
}
