import { setImmediate as turn } from 'node:timers/promises';
import { type RetentionRuleInput, type RetentionRun, TASK_STATUSES } from '@easel/contracts';
import { sql } from 'kysely';
import { deleteTaskAssets } from '../asset/asset.repository.js';
import { type Requester, recordAudit, SYSTEM } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import { appendDeletedEvent, changeTask } from '../task/task.repository.js';
import { effectiveRules, readRetention } from './rules.js';
import { assetsInUse, type Moment, oldAssets, oldTasks } from './what-is-old.js';

type Ctx = Pick<Context, 'settings' | 'store' | 'log'>;
type Counts = Omit<RetentionRun, 'more'>;

/** How many things go in one transaction: other writes are not held up. */
const PORTION = 200;
/** How many go in one run. */
const MOST = 20_000;

/** Hides tasks with their results, as their owners would. */
async function hideTasks(tx: Tx, ids: string[], at: string): Promise<Counts> {
  const counts = { tasks: ids.length, assets: 0, bytes: 0 };
  for (const id of ids) {
    const sum = await tx.db
      .selectFrom('assets')
      .select((eb) => [
        eb.fn.countAll<number>().as('n'),
        eb.fn.coalesce(eb.fn.sum<number>('bytes'), eb.lit(0)).as('bytes'),
      ])
      .where('task_id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    const row = await tx.db
      .updateTable('tasks')
      .set((eb) => ({ deleted_at: at, updated_at: at, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await deleteTaskAssets(tx, id, at);
    await appendDeletedEvent(tx, row);
    counts.assets += sum.n;
    counts.bytes += sum.bytes;
  }
  return counts;
}

/** Hides assets, and tells of the tasks that they are results of. */
async function hideAssets(tx: Tx, ids: string[], at: string): Promise<Counts> {
  const rows = await tx.db
    .updateTable('assets')
    .set({ deleted_at: at })
    .where('id', 'in', ids)
    .returning(['task_id', 'bytes'])
    .execute();
  for (const task of new Set(rows.flatMap(({ task_id }) => task_id ?? []))) {
    const known = await tx.db.selectFrom('tasks').select('deleted_at').where('id', '=', task).executeTakeFirst();
    if (known?.deleted_at === null) await changeTask(tx, task, { from: TASK_STATUSES }, {});
  }
  return { tasks: 0, assets: rows.length, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Removes the next things that a rule names; null when there are none left. */
function removePortion(ctx: Ctx, rule: RetentionRuleInput, now: number, by: Requester): Promise<Counts | null> {
  return ctx.store.write(async (tx) => {
    // What is in use is asked in the transaction of the removal: no task can begin to use it in between.
    const moment: Moment = { now, used: await assetsInUse(tx.db) };
    const old = oldTasks(rule, moment) ?? oldAssets(rule, moment);
    const { rows } = await sql<{ id: string }>`${old} limit ${PORTION}`.execute(tx.db);
    if (rows.length === 0) return null;
    const ids = rows.map(({ id }) => id);
    const at = new Date().toISOString();
    const counts = rule.kind === 'task' ? await hideTasks(tx, ids, at) : await hideAssets(tx, ids, at);
    const target = { kind: 'retention', id: 'rules' } as const;
    await recordAudit(tx, { ...by, action: 'retention.run', target, after: { rule, removed: counts } });
    return counts;
  });
}

/** Applies the rules in effect: what they name is hidden now, and gone when it can no longer be brought back. */
export async function applyRetention(ctx: Ctx, by: Requester = SYSTEM): Promise<RetentionRun> {
  const { rules } = await readRetention(ctx);
  const now = Date.now();
  const removed = { tasks: 0, assets: 0, bytes: 0 };
  for (const rule of effectiveRules(ctx, rules)) {
    for (;;) {
      const portion = await removePortion(ctx, rule, now, by);
      if (!portion) break;
      removed.tasks += portion.tasks;
      removed.assets += portion.assets;
      removed.bytes += portion.bytes;
      if (removed.tasks + removed.assets >= MOST) return { ...removed, more: true };
      await turn();
    }
  }
  if (removed.tasks + removed.assets > 0) ctx.log.info(removed, 'removed what was old');
  return { ...removed, more: false };
}
