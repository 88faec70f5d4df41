import { type Asset, TASK_STATUSES } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { AssetRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { changeTask } from '../task/task.repository.js';
import { findAsset, isInUse } from './asset.repository.js';
import type { AssetContext } from './asset-context.js';
import { assetNotFound } from './asset-not-found.js';
import { assetBody, withUrls } from './asset-view.js';

/** How long a deletion can be undone. */
export const UNDO_MS = 24 * 3600 * 1000;

/** A result is part of its task: whoever watches the task learns of the change. */
async function announce(tx: Tx, taskId: string | null): Promise<void> {
  if (taskId === null) return;
  const task = await tx.db.selectFrom('tasks').select('deleted_at').where('id', '=', taskId).executeTakeFirst();
  if (task?.deleted_at === null) await changeTask(tx, taskId, { from: TASK_STATUSES }, {});
}

async function update(
  tx: Tx,
  id: string,
  change: Partial<Pick<AssetRow, 'favorite' | 'tags' | 'deleted_at'>>,
): Promise<AssetRow> {
  const row = await tx.db
    .updateTable('assets')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await announce(tx, row.task_id);
  return row;
}

async function owned(tx: Tx, ownerId: string, id: string): Promise<AssetRow> {
  const row = await findAsset(tx.db, ownerId, id);
  if (!row) throw assetNotFound();
  return row;
}

const target = (id: string) => ({ kind: 'asset' as const, id });
/** What the audit log keeps of an asset. */
const audited = ({ owner_id, kind, type, bytes, task_id, created_at }: AssetRow) => ({
  owner_id,
  kind,
  type,
  bytes,
  task_id,
  created_at,
});

export interface AssetChange {
  favorite?: boolean | undefined;
  tags?: string[] | undefined;
}

/** Marks as favourite, sets tags. */
export async function patchAsset(ctx: AssetContext, ownerId: string, id: string, patch: AssetChange): Promise<Asset> {
  const row = await ctx.store.write(async (tx) => {
    await owned(tx, ownerId, id);
    return update(tx, id, {
      ...(patch.favorite === undefined ? {} : { favorite: Number(patch.favorite) }),
      ...(patch.tags === undefined ? {} : { tags: JSON.stringify([...new Set(patch.tags)]) }),
    });
  });
  return withUrls(assetBody(row), ctx.urls);
}

/** Hides an asset at once; its bytes go after a day. */
export async function removeAsset(ctx: AssetContext, by: Requester, ownerId: string, id: string): Promise<void> {
  await ctx.store.write(async (tx) => {
    const row = await owned(tx, ownerId, id);
    if (await isInUse(tx, ownerId, id)) {
      throw new HttpProblem(
        'conflict',
        'An unfinished task uses this asset. Wait until it ends, or cancel it, then delete the asset.',
      );
    }
    const deleted_at = new Date().toISOString();
    await update(tx, id, { deleted_at });
    await recordAudit(tx, {
      ...by,
      action: 'asset.delete',
      target: target(id),
      before: audited(row),
      after: { deleted_at },
    });
  });
}

/** Undoes a deletion. An asset that is not deleted stays as it is. */
export async function restoreAsset(ctx: AssetContext, by: Requester, ownerId: string, id: string): Promise<Asset> {
  const row = await ctx.store.write(async (tx) => {
    const found = await tx.db
      .selectFrom('assets')
      .selectAll()
      .where('id', '=', id)
      .where('owner_id', '=', ownerId)
      .executeTakeFirst();
    if (!found) throw assetNotFound();
    if (found.deleted_at === null) return found;
    if (Date.parse(found.deleted_at) < Date.now() - UNDO_MS) {
      throw new HttpProblem('gone', 'This asset was deleted more than 24 hours ago and cannot be brought back.');
    }
    const before = { deleted_at: found.deleted_at };
    await recordAudit(tx, { ...by, action: 'asset.restore', target: target(id), before, after: audited(found) });
    return update(tx, id, { deleted_at: null });
  });
  return withUrls(assetBody(row), ctx.urls);
}
