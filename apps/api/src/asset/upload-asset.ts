import { createHash } from 'node:crypto';
import type { Asset } from '@easel/contracts';
import type { AssetRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { newId } from '../ids.js';
import { BlobGone, findUpload, insertAsset } from './asset.repository.js';
import type { AssetContext } from './asset-context.js';
import { assetBody, withUrls } from './asset-view.js';
import { normalizeUpload } from './normalize-upload.js';
import { type StoredImage, storeImage } from './store-image.js';

const ROUTE = 'POST /v1/assets';

export interface Upload {
  owner_id: string;
  bytes: Buffer;
  idempotency_key: string | undefined;
}

export interface Uploaded {
  asset: Asset;
  created: boolean;
  replayed: boolean;
}

type Outcome = { row: AssetRow; created: boolean; replayed: boolean };
type Named = Upload & { sha256: string };

/** Whether the key was used before with the same bytes; with others it is refused. */
async function isReplay(tx: Tx, upload: Named): Promise<boolean> {
  if (upload.idempotency_key === undefined) return false;
  const row = await tx.db
    .selectFrom('idempotency')
    .select('fingerprint')
    .where('owner_id', '=', upload.owner_id)
    .where('route', '=', ROUTE)
    .where('key', '=', upload.idempotency_key)
    .executeTakeFirst();
  if (!row || row.fingerprint === upload.sha256) return row !== undefined;
  throw new HttpProblem(
    'idempotency_conflict',
    'This Idempotency-Key was used with another file. Use a new key for a new upload.',
  );
}

async function rememberKey(tx: Tx, upload: Named, assetId: string): Promise<void> {
  if (upload.idempotency_key === undefined) return;
  await tx.db
    .insertInto('idempotency')
    .values({
      owner_id: upload.owner_id,
      route: ROUTE,
      key: upload.idempotency_key,
      fingerprint: upload.sha256,
      resource_id: assetId,
      created_at: new Date().toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['owner_id', 'route', 'key']).doUpdateSet({ resource_id: assetId }))
    .execute();
}

/** The asset that the same bytes made before, brought back if it was deleted. */
async function reuse(tx: Tx, upload: Named): Promise<Outcome | null> {
  const replayed = await isReplay(tx, upload);
  const row = await findUpload(tx.db, upload.owner_id, upload.sha256);
  if (!row) return null;
  if (row.deleted_at !== null) {
    await tx.db.updateTable('assets').set({ deleted_at: null }).where('id', '=', row.id).execute();
  }
  if (!replayed) await rememberKey(tx, upload, row.id);
  return { row, created: false, replayed };
}

function newRow(upload: Named, { blob, preview, width, height }: StoredImage): AssetRow {
  return {
    id: newId('asset'),
    owner_id: upload.owner_id,
    kind: 'input',
    task_id: null,
    idx: null,
    late: 0,
    type: 'image',
    model: null,
    content_type: blob.content_type,
    width,
    height,
    bytes: blob.bytes,
    duration_s: null,
    sha256: blob.sha256,
    upload_sha256: upload.sha256,
    preview_sha256: preview.sha256,
    seed: null,
    recipe: null,
    favorite: 0,
    tags: '[]',
    created_at: new Date().toISOString(),
    deleted_at: null,
  };
}

async function storeNew(ctx: AssetContext, upload: Named): Promise<Outcome> {
  const clean = await normalizeUpload(upload.bytes);
  const insert = async (): Promise<Outcome> => {
    const stored = await storeImage(ctx, clean.bytes, clean.content_type);
    return ctx.store.write(async (tx) => {
      const before = await reuse(tx, upload);
      if (before) return before;
      const row = newRow(upload, stored);
      await insertAsset(tx, row, [stored.blob, stored.preview], ctx.storage);
      await rememberKey(tx, upload, row.id);
      return { row, created: true, replayed: false };
    });
  };
  return insert().catch((error: unknown) => {
    if (error instanceof BlobGone) return insert();
    throw error;
  });
}

/** Keeps an uploaded image. The same bytes of the same owner make one asset, however often they are sent. */
export async function uploadAsset(ctx: AssetContext, upload: Upload): Promise<Uploaded> {
  const named = { ...upload, sha256: createHash('sha256').update(upload.bytes).digest('hex') };
  const known = await ctx.store.write((tx) => reuse(tx, named));
  const { row, created, replayed } = known ?? (await storeNew(ctx, named));
  return { asset: withUrls(assetBody(row), ctx.urls), created, replayed };
}
