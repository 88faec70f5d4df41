import { purgeAssets } from '../asset/asset.repository.js';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import { sweepBlobs } from '../storage/sweep-blobs.js';
import { UNDO_MS } from './delete-task.js';

const DAY_MS = 24 * 3600 * 1000;
/** How long the event log can be resumed from. */
const EVENTS_MS = 7 * DAY_MS;
/** Tasks removed in one transaction. */
const PORTION = 200;
const BLOB_MIN_AGE_MS = 15 * 60 * 1000;

/**
 * Removes tasks that were deleted before a time, with what tells of them.
 * @returns how many, at most one portion: call again until it is 0
 */
async function purgeDeleted(tx: Tx, olderThan: string): Promise<number> {
  const rows = await tx.db
    .selectFrom('tasks')
    .select('id')
    .where('deleted_at', '<', olderThan)
    // What still runs holds a place and a part of a budget: it goes once it has ended.
    .where('status', 'not in', ['pending', 'processing'])
    .limit(PORTION)
    .execute();
  const gone = rows.map(({ id }) => id);
  if (gone.length === 0) return 0;
  await tx.db.deleteFrom('events').where('task_id', 'in', gone).execute();
  // They hold what was asked for.
  await tx.db.deleteFrom('deliveries').where('task_id', 'in', gone).execute();
  await tx.db.deleteFrom('tasks').where('id', 'in', gone).execute();
  return gone.length;
}

/** Removes for good what was deleted more than 24 hours ago, old events and idempotency keys, and unused files. */
export async function purge(ctx: Pick<Context, 'store' | 'storage' | 'log'>): Promise<void> {
  const before = (ms: number) => new Date(Date.now() - ms).toISOString();
  // In portions, so that other writes are not held up.
  while ((await ctx.store.write((tx) => purgeAssets(tx, before(UNDO_MS)))) > 0);
  while ((await ctx.store.write((tx) => purgeDeleted(tx, before(UNDO_MS)))) > 0);
  await ctx.store.write(async (tx) => {
    await tx.db.deleteFrom('idempotency').where('created_at', '<', before(DAY_MS)).execute();
    const last = tx.db.selectFrom('events').select((eb) => eb.fn.max('id').as('id'));
    await tx.db.deleteFrom('events').where('at', '<', before(EVENTS_MS)).where('id', '<', last).execute();
  });
  // What is older than this process and has no row was left by one that died: nobody is still writing it.
  const sinceStartMs = process.uptime() * 1000;
  await sweepBlobs(ctx, { min_age_ms: Math.min(BLOB_MIN_AGE_MS, sinceStartMs) });
}
