import type { Lane } from '@easel/contracts';
import type { Context } from '../context.js';
import type { AttemptRow, TaskRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { newId } from '../ids.js';
import { ownersAndKeysAtCap } from '../limit/concurrency.js';
import { type Fairness, type Head, pickNext } from './schedule.js';
import { changeTask, now } from './task.repository.js';

export interface Claim {
  task: TaskRow;
  attempt: AttemptRow;
  /** The attempt goes on without this process: it is taken up again, never repeated because of us. */
  survives: boolean;
}

/**
 * The lease under which a claim changes its task. Work of this process must not end after its lease has run out; work
 * that goes on elsewhere was paid for, and counts as long as nobody else has taken it up.
 */
export const leaseOf = ({ attempt, survives }: Claim): { fencing: number; now: string } => ({
  fencing: attempt.fencing,
  now: survives ? '' : now(),
});

/** How often a task has failed on which backend: the next attempt goes elsewhere if it can. */
export async function failuresOf(
  ctx: Pick<Context, 'backends' | 'store'>,
  taskId: string,
): Promise<Map<string, number>> {
  if (ctx.backends.list().length < 2) return new Map();
  const rows = await ctx.store.read
    .selectFrom('attempts')
    .select((eb) => ['backend_id', eb.fn.countAll<number>().as('failed')])
    .where('task_id', '=', taskId)
    .where('state', '=', 'failed')
    .groupBy('backend_id')
    .execute();
  return new Map(rows.map((row) => [row.backend_id, row.failed]));
}

/** The oldest pending task per lane, owner and model that may start now; those of some keys are passed over. */
export async function pendingHeads(db: Db, without: { keys: string[] } = { keys: [] }): Promise<Head[]> {
  const rows = await db
    .selectFrom('tasks')
    .select(['id', 'owner_id', 'lane', 'model', 'estimate_ms'])
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('tasks')
        .select((e) => e.fn.min<string>('id').as('id'))
        .where('status', '=', 'pending')
        .where((e) => e.or([e('not_before', 'is', null), e('not_before', '<=', now())]))
        .$if(without.keys.length > 0, (query) =>
          query.where((e) => e.or([e('key_id', 'is', null), e('key_id', 'not in', without.keys)])),
        )
        .groupBy(['lane', 'owner_id', 'model']),
    )
    .execute();
  return rows.map((row) => ({ ...row, lane: row.lane as Lane }));
}

/** Leases the next task, fairly, and records the attempt: one transaction. Undefined when nothing can start. */
export async function claimTask(
  ctx: Context,
  fairness: Fairness,
  hasRoom: (model: string) => boolean,
): Promise<(Claim & { release: () => void }) | undefined> {
  const atCap = ownersAndKeysAtCap(ctx.store);
  const heads = await pendingHeads(ctx.store.read, atCap);
  const head = pickNext(heads, (each) => hasRoom(each.model) && !atCap.owners.has(each.owner_id), fairness);
  const placement = head && ctx.backends.take(head.model, await failuresOf(ctx, head.id));
  if (!head || !placement) return undefined;
  const { backend, reason, release } = placement;
  const claim = await ctx.store.write(async (tx) => {
    const before = await tx.db
      .selectFrom('tasks')
      .select(['fencing', 'attempt', 'created_at', 'started_at', 'queued_ms'])
      .where('id', '=', head.id)
      .executeTakeFirst();
    if (!before) return undefined;
    const at = now();
    const task = await changeTask(
      tx,
      head.id,
      { from: ['pending'] },
      {
        status: 'processing',
        stage: 'starting',
        attempt: before.attempt + 1,
        fencing: before.fencing + 1,
        lease_owner: ctx.instance_id,
        lease_expires_at: new Date(Date.now() + ctx.config.lease_s * 1000).toISOString(),
        not_before: null,
        started_at: before.started_at ?? at,
        queued_ms: before.queued_ms ?? Date.parse(at) - Date.parse(before.created_at),
      },
    );
    if (!task) return undefined;
    const attempt: AttemptRow = {
      id: newId('att'),
      task_id: task.id,
      model: task.model,
      mode: task.mode,
      backend_id: backend.id,
      handle: null,
      state: 'submitted',
      fencing: task.fencing,
      created_at: at,
      accepted_at: null,
      started_at: null,
      finished_at: null,
      start_ms: null,
      run_ms: null,
      cost_microusd: 0,
      error: null,
      backend_label: backend.label,
      reason,
      deploy_hash: null,
      out_of_sight_since: null,
      error_detail: null,
      platform: null,
      late_until: null,
      never_ran: 0,
    };
    await tx.db.insertInto('attempts').values(attempt).execute();
    return { task, attempt, survives: backend.survives_restart, release };
  });
  if (!claim) release();
  return claim;
}
