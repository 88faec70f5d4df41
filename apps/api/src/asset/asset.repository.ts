import { sql } from 'kysely';
import type { AssetRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';
import type { BlobRef, Storage } from '../storage/storage.js';

const PURGE_BATCH = 500;

/** The bytes of a blob were swept before the row that names them was written: put them again and repeat. */
export class BlobGone extends Error {
  override readonly name = 'BlobGone';
}

/** The results of a task, on time ones and late ones, by index. */
export const outputsOf = (db: Db, taskId: string): Promise<AssetRow[]> => outputsOfTasks(db, [taskId]);

export async function outputsOfTasks(db: Db, taskIds: string[]): Promise<AssetRow[]> {
  // An empty list would be answered by reading the whole index.
  if (taskIds.length === 0) return [];
  return db
    .selectFrom('assets')
    .selectAll()
    .where('task_id', 'in', taskIds)
    .where('deleted_at', 'is', null)
    .orderBy('task_id')
    .orderBy('idx')
    .orderBy('id')
    .execute();
}

/** An asset of an owner, deleted ones left out. */
export const findAsset = (db: Db, ownerId: string, id: string): Promise<AssetRow | undefined> =>
  db
    .selectFrom('assets')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();

/** An asset whoever owns it, for a caller who holds a signature over its id. */
export const findSignedAsset = (db: Db, id: string): Promise<AssetRow | undefined> =>
  db.selectFrom('assets').selectAll().where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst();

/** What an owner uploaded before with the same bytes, deleted or not. */
export const findUpload = (db: Db, ownerId: string, uploadSha256: string): Promise<AssetRow | undefined> =>
  db
    .selectFrom('assets')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('upload_sha256', '=', uploadSha256)
    .executeTakeFirst();

async function recordBlob(tx: Tx, blob: BlobRef, storage: Pick<Storage, 'stat'>): Promise<void> {
  const file = await storage.stat(blob.sha256);
  if (file?.bytes !== blob.bytes) throw new BlobGone(`the bytes of blob ${blob.sha256} are gone`);
  await tx.db
    .insertInto('blobs')
    .values({ ...blob, refs: 0, created_at: new Date().toISOString() })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

const changeRefs = (tx: Tx, sha256: string, by: number) =>
  tx.db
    .updateTable('blobs')
    .set((eb) => ({ refs: eb('refs', '+', by) }))
    .where('sha256', '=', sha256)
    .execute();

/**
 * Writes an asset and counts its references to its blobs. Says false, and changes nothing, when the task already has a
 * result of this index.
 * @param blobs content and preview, as `put` returned them
 * @throws BlobGone when bytes were swept since
 */
export async function insertAsset(
  tx: Tx,
  row: AssetRow,
  blobs: BlobRef[],
  storage: Pick<Storage, 'stat'>,
): Promise<boolean> {
  for (const blob of blobs) await recordBlob(tx, blob, storage);
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('assets')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (!numInsertedOrUpdatedRows) return false;
  await changeRefs(tx, row.sha256, 1);
  await changeRefs(tx, row.preview_sha256, 1);
  return true;
}

/** Hides the results of a task. */
export async function deleteTaskAssets(tx: Tx, taskId: string, at: string): Promise<void> {
  await tx.db
    .updateTable('assets')
    .set({ deleted_at: at })
    .where('task_id', '=', taskId)
    .where('deleted_at', 'is', null)
    .execute();
}

/** Brings back what `deleteTaskAssets` hid at that time; what was deleted by itself before stays deleted. */
export async function restoreTaskAssets(tx: Tx, taskId: string, deletedAt: string): Promise<void> {
  await tx.db
    .updateTable('assets')
    .set({ deleted_at: null })
    .where('task_id', '=', taskId)
    .where('deleted_at', '=', deletedAt)
    .execute();
}

/**
 * Removes assets that were deleted before a time, with their references; the sweeper then removes the bytes.
 * @returns how many, at most one batch: call again until it is 0
 */
export async function purgeAssets(tx: Tx, olderThan: string): Promise<number> {
  const rows = await tx.db
    .selectFrom('assets')
    .select(['id', 'sha256', 'preview_sha256'])
    .where('deleted_at', '<', olderThan)
    .limit(PURGE_BATCH)
    .execute();
  for (const row of rows) {
    await tx.db.deleteFrom('assets').where('id', '=', row.id).execute();
    await changeRefs(tx, row.sha256, -1);
    await changeRefs(tx, row.preview_sha256, -1);
  }
  return rows.length;
}

/** Whether an unfinished task of this owner reads the asset. Ids are long enough to be looked for in the stored input. */
export async function isInUse(tx: Tx, ownerId: string, assetId: string): Promise<boolean> {
  const task = await tx.db
    .selectFrom('tasks')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('status', 'in', ['pending', 'processing'])
    .where('deleted_at', 'is', null)
    .where(sql<boolean>`instr(input, ${assetId}) > 0`)
    .executeTakeFirst();
  return task !== undefined;
}
