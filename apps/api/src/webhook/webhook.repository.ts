import type { Webhook, WebhookEventName } from '@easel/contracts';
import type { WebhookRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';

export const webhookNotFound = (id: string) =>
  new HttpProblem('not_found', `There is no webhook "${id.slice(0, 64)}".`);

/** An endpoint of an owner that was not removed. */
export const findWebhook = (db: Db, ownerId: string, id: string): Promise<WebhookRow | undefined> =>
  db
    .selectFrom('webhooks')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();

/** The list is stored as JSON that was checked before. */
export const eventsOf = (row: Pick<WebhookRow, 'events'>): WebhookEventName[] => JSON.parse(row.events);

/** Until when the secret before the last rotation signs; null when it no longer does. */
export const overlapEnd = (until: string | null, at: string): string | null =>
  until !== null && until > at ? until : null;

/** An endpoint as it is shown. */
export const webhookView = (row: WebhookRow, at: string): Webhook => ({
  id: row.id,
  owner_id: row.owner_id,
  url: row.url,
  description: row.description,
  events: eventsOf(row),
  enabled: row.enabled === 1,
  disabled_reason: row.disabled_reason,
  failing_since: row.failing_since,
  hint: row.hint,
  rotated_at: row.rotated_at,
  previous_until: overlapEnd(row.previous_until, at),
  created_at: row.created_at,
  updated_at: row.updated_at,
});

/** One endpoint as it is shown. */
export async function viewWebhook(db: Db, ownerId: string, id: string): Promise<Webhook> {
  const row = await findWebhook(db, ownerId, id);
  if (!row) throw webhookNotFound(id);
  return webhookView(row, new Date().toISOString());
}

/** Cancels what is still to be delivered to an endpoint, or for somebody, at targets of single tasks too. */
export async function cancelPending(
  tx: Tx,
  of: { column: 'webhook_id' | 'owner_id'; id: string },
  at: string,
): Promise<void> {
  await tx.db
    .updateTable('deliveries')
    .set({ state: 'cancelled', next_at: null, finished_at: at })
    .where(of.column, '=', of.id)
    .where('state', '=', 'pending')
    .execute();
}

/** Things with the names of whose they are. */
export async function withOwnerNames<T extends { owner_id: string }>(
  db: Db,
  items: T[],
): Promise<(T & { owner_name: string })[]> {
  const ids = [...new Set(items.map((item) => item.owner_id))];
  const owners = await db.selectFrom('users').select(['id', 'name']).where('id', 'in', ids).execute();
  const names = new Map(owners.map(({ id, name }) => [id, name]));
  return items.map((item) => ({ ...item, owner_name: names.get(item.owner_id) ?? item.owner_id }));
}
