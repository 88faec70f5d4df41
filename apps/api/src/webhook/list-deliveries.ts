import type { Delivery, DeliveryState } from '@easel/contracts';
import { sql } from 'kysely';
import type { Context } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { deliveryView } from './delivery.repository.js';

const SHOWN = [
  'id',
  'owner_id',
  'webhook_id',
  'task_id',
  'event',
  'url',
  'state',
  'attempts',
  'next_at',
  'last_status',
  'last_error',
  'created_at',
  'finished_at',
  'redelivery_of',
] as const;

export interface DeliveryQuery {
  limit: number;
  cursor?: string | undefined;
  /** One or several, separated by commas. */
  state?: string | undefined;
  webhook_id?: string | undefined;
  task_id?: string | undefined;
  owner_id?: string | undefined;
}

/** A page of deliveries, newest first. Bodies are left out. */
export async function listDeliveries(
  ctx: Pick<Context, 'store'>,
  { limit, cursor, state, webhook_id, task_id, owner_id }: DeliveryQuery,
): Promise<{ items: Delivery[]; next_cursor: string | null }> {
  let query = ctx.store.read.selectFrom('deliveries').select(SHOWN);
  if (owner_id !== undefined) query = query.where('owner_id', '=', owner_id);
  if (webhook_id !== undefined) query = query.where('webhook_id', '=', webhook_id);
  if (task_id !== undefined) query = query.where('task_id', '=', task_id);
  // Checked by the contract.
  const states = state?.split(',') as DeliveryState[] | undefined;
  if (states?.length === 1) query = query.where('state', '=', states[0] ?? 'pending');
  // The sign keeps it out of the choice of an index: several states by index would have to be sorted.
  else if (states) query = query.where(sql`+state`, 'in', states);
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor, 'delivery'));
  const found = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next_cursor } = page(found, limit);
  return { items: rows.map(deliveryView), next_cursor };
}
