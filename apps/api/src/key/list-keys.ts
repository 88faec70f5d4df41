import type { Key } from '@easel/contracts';
import type { Context } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { viewKeys } from './key.repository.js';

interface Page {
  limit: number;
  cursor?: string | undefined;
}

/** A page of keys, newest first: of one owner, or of all when there is none. */
export async function listKeys(
  ctx: Pick<Context, 'store'>,
  ownerId: string | undefined,
  { limit, cursor }: Page,
): Promise<{ items: Key[]; next_cursor: string | null }> {
  let query = ctx.store.read.selectFrom('keys').selectAll();
  if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId);
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor, 'key'));
  const found = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next_cursor } = page(found, limit);
  return { items: await viewKeys(ctx.store.read, rows), next_cursor };
}
