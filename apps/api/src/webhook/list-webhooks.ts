import type { Webhook } from '@easel/contracts';
import type { Context } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { webhookView } from './webhook.repository.js';

interface Query {
  limit: number;
  cursor?: string | undefined;
}

/** A page of endpoints, newest first: of one owner, or of all when there is none. */
export async function listWebhooks(
  ctx: Pick<Context, 'store'>,
  ownerId: string | undefined,
  { limit, cursor }: Query,
): Promise<{ items: Webhook[]; next_cursor: string | null }> {
  let query = ctx.store.read.selectFrom('webhooks').selectAll().where('deleted_at', 'is', null);
  if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId);
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor, 'hook'));
  const found = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next_cursor } = page(found, limit);
  const at = new Date().toISOString();
  return { items: rows.map((row) => webhookView(row, at)), next_cursor };
}
