import type { Context } from '../context.js';
import type { AttemptRow, TaskRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { OPEN } from './attempt.repository.js';
import type { Claim } from './claim-task.js';
import { endLateAttempt } from './complete-task.js';
import { loseAttempt, taskError } from './fail-task.js';
import { changeTask, now } from './task.repository.js';

type Recovering = Pick<Context, 'store' | 'storage' | 'settings' | 'backends' | 'instance_id' | 'config'>;

const attemptOf = (tx: Tx, task: TaskRow): Promise<AttemptRow | undefined> =>
  tx.db
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', task.id)
    .where('fencing', '=', task.fencing)
    .where('state', 'in', OPEN)
    .executeTakeFirst();

/** Takes an attempt up again that goes on elsewhere, under a new lease. */
async function adopt(ctx: Recovering, tx: Tx, task: TaskRow, attempt: AttemptRow): Promise<Claim> {
  const fencing = task.fencing + 1;
  const lease_expires_at = new Date(Date.now() + ctx.config.lease_s * 1000).toISOString();
  const lease = { fencing, lease_owner: ctx.instance_id, lease_expires_at };
  await tx.db.updateTable('tasks').set(lease).where('id', '=', task.id).execute();
  await tx.db.updateTable('attempts').set({ fencing }).where('id', '=', attempt.id).execute();
  return { task: { ...task, ...lease }, attempt: { ...attempt, fencing }, survives: true };
}

/** Takes up what goes on elsewhere; what ended with its process goes back to the queue. */
async function takeUp(ctx: Recovering, tx: Tx, task: TaskRow, reason: string): Promise<Claim | undefined> {
  const attempt = await attemptOf(tx, task);
  const backend = attempt && ctx.backends.get(attempt.backend_id);
  if (attempt && backend?.survives_restart) return adopt(ctx, tx, task, attempt);
  await loseAttempt(tx, task.id, attempt && !backend ? 'The backend was removed.' : reason);
  return undefined;
}

/**
 * At start: what goes on elsewhere is taken up again, other tasks of a dead process go back to the queue. The data
 * directory is ours alone.
 */
export function recoverTasks(ctx: Recovering): Promise<{ adopted: Claim[]; requeued: number }> {
  return ctx.store.write(async (tx) => {
    const orphans = await tx.db.selectFrom('tasks').selectAll().where('status', '=', 'processing').execute();
    const adopted: Claim[] = [];
    for (const task of orphans) {
      const claim = await takeUp(ctx, tx, task, 'The process that worked on this task ended.');
      if (claim) adopted.push(claim);
    }
    return { adopted, requeued: orphans.length - adopted.length };
  });
}

/** At start: attempts that were given up and whose results are still looked for. */
export async function recoverLateAttempts(ctx: Recovering): Promise<Claim[]> {
  const late = ctx.store.read.selectFrom('attempts').selectAll().where('late_until', 'is not', null);
  const claims: Claim[] = [];
  for (const attempt of await late.execute()) {
    const task = await ctx.store.read
      .selectFrom('tasks')
      .selectAll()
      .where('id', '=', attempt.task_id)
      .executeTakeFirstOrThrow();
    const claim = { task, attempt, survives: true };
    if (ctx.backends.get(attempt.backend_id)) claims.push(claim);
    else await endLateAttempt(ctx, claim, null);
  }
  return claims;
}

/** At a clean stop: what goes on elsewhere is left as it is, other tasks go back to the queue. */
export function leaveTasks(ctx: Recovering): Promise<void> {
  return ctx.store.write(async (tx) => {
    const ours = await tx.db.selectFrom('tasks').selectAll().where('status', '=', 'processing').execute();
    for (const task of ours) {
      const attempt = await attemptOf(tx, task);
      if (attempt && ctx.backends.get(attempt.backend_id)?.survives_restart) {
        const released = { lease_owner: null, lease_expires_at: null };
        await tx.db.updateTable('tasks').set(released).where('id', '=', task.id).execute();
      } else {
        await loseAttempt(tx, task.id, 'The server was stopped; the task starts again with it.');
      }
    }
  });
}

/**
 * Tasks whose lease ran out while this process lived (it was stopped for too long): what goes on elsewhere is taken up
 * again, other tasks go back to the queue.
 *
 * @param isFollowed whether the task's attempt goes on elsewhere and is followed here all the same
 */
export async function reclaimExpired(
  ctx: Recovering,
  isFollowed: (taskId: string) => boolean,
): Promise<{ adopted: Claim[]; lost: string[] }> {
  const expired = await ctx.store.read
    .selectFrom('tasks')
    .select('id')
    .where('status', '=', 'processing')
    .where('lease_expires_at', '<=', now())
    .execute();
  if (expired.every(({ id }) => isFollowed(id))) return { adopted: [], lost: [] };
  return ctx.store.write(async (tx) => {
    const tasks = await tx.db
      .selectFrom('tasks')
      .selectAll()
      .where('status', '=', 'processing')
      .where('lease_expires_at', '<=', now())
      .execute();
    const adopted: Claim[] = [];
    const lost: string[] = [];
    for (const task of tasks) {
      if (isFollowed(task.id)) continue;
      const claim = await takeUp(ctx, tx, task, 'The lease ran out: this process was stopped for too long.');
      if (claim) adopted.push(claim);
      else lost.push(task.id);
    }
    return { adopted, lost };
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
