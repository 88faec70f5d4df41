import type { Asset, AssetKind, MediaType } from '@easel/contracts';
import { sql } from 'kysely';
import type { Db } from '../db/store.js';
import { decodeCursor, page } from '../http/cursor.js';
import type { AssetContext } from './asset-context.js';
import { assetBody, withUrls } from './asset-view.js';

export interface AssetFilter {
  kind?: AssetKind | undefined;
  favorite?: 'true' | 'false' | undefined;
  model?: string | undefined;
  type?: MediaType | undefined;
}

/** Newest first. The constants are literals, since SQLite uses a partial index only for what it can see. */
export function assetPageQuery(db: Db, ownerId: string, filter: AssetFilter, after: string | undefined, rows: number) {
  let query = db.selectFrom('assets').selectAll().where('owner_id', '=', ownerId).where('deleted_at', 'is', null);
  if (filter.favorite === 'true') query = query.where(sql<boolean>`favorite = 1`);
  if (filter.favorite === 'false') query = query.where(sql<boolean>`favorite = 0`);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.model !== undefined) query = query.where('model', '=', filter.model);
  if (filter.type) query = query.where('type', '=', filter.type);
  if (after !== undefined) query = query.where('id', '<', after);
  return query.orderBy('id', 'desc').limit(rows);
}

/** One page of an owner's assets. */
export async function listAssets(
  ctx: AssetContext,
  ownerId: string,
  { limit, cursor, ...filter }: AssetFilter & { limit: number; cursor?: string | undefined },
): Promise<{ items: Asset[]; next_cursor: string | null }> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, 'asset');
  const found = await assetPageQuery(ctx.store.read, ownerId, filter, after, limit + 1).execute();
  const { rows, next_cursor } = page(found, limit);
  return { items: rows.map((row) => withUrls(assetBody(row), ctx.urls)), next_cursor };
}
