import type { Context } from '../context.js';
import { loseAttempt, taskError } from './fail-task.js';
import { changeTask, now } from './task.repository.js';

/** At start: tasks that a dead process was working on go back to the queue. The data directory is ours alone. */
export function recoverTasks(ctx: Pick<Context, 'store' | 'instance_id'>): Promise<number> {
  return ctx.store.write(async (tx) => {
    const orphans = await tx.db.selectFrom('tasks').selectAll().where('status', '=', 'processing').execute();
    for (const task of orphans) await loseAttempt(tx, task, 'The process that worked on this task ended.');
    return orphans.length;
  });
}

/** Tasks whose lease ran out while this process lived (it was stopped for too long) go back to the queue. */
export async function reclaimExpired(ctx: Pick<Context, 'store'>): Promise<string[]> {
  const expired = await ctx.store.read
    .selectFrom('tasks')
    .select('id')
    .where('status', '=', 'processing')
    .where('lease_expires_at', '<=', now())
    .execute();
  if (expired.length === 0) return [];
  return ctx.store.write(async (tx) => {
    const tasks = await tx.db
      .selectFrom('tasks')
      .selectAll()
      .where('status', '=', 'processing')
      .where('lease_expires_at', '<=', now())
      .execute();
    for (const task of tasks) await loseAttempt(tx, task, 'The lease ran out: this process was stopped for too long.');
    return tasks.map((task) => task.id);
  });
}

/** Tasks that waited longer than the queue allows fail with `queue_timeout`. */
export async function expireQueued(ctx: Pick<Context, 'store' | 'settings'>): Promise<void> {
  const { queue_timeout_s } = ctx.settings.limits;
  const oldest = new Date(Date.now() - queue_timeout_s * 1000).toISOString();
  const late = await ctx.store.read
    .selectFrom('tasks')
    .select('id')
    .where('status', '=', 'pending')
    .where('created_at', '<', oldest)
    .execute();
  for (const { id } of late) {
    const error = taskError('queue_timeout', `The task waited longer than ${queue_timeout_s} s.`);
    await ctx.store.write((tx) =>
      changeTask(tx, id, { from: ['pending'] }, { status: 'failed', error: JSON.stringify(error), finished_at: now() }),
    );
  }
}
