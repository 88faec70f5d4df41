import type { Delivery, DeliveryAttempt, DeliveryDetail } from '@easel/contracts';
import type { DeliveryAttemptRow, DeliveryRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';

export const deliveryNotFound = (id: string) =>
  new HttpProblem('not_found', `There is no delivery "${id.slice(0, 64)}".`);

/** A delivery of an owner, or of anyone when the owner is null. */
export function findDelivery(db: Db, ownerId: string | null, id: string): Promise<DeliveryRow | undefined> {
  const query = db.selectFrom('deliveries').selectAll().where('id', '=', id);
  return (ownerId === null ? query : query.where('owner_id', '=', ownerId)).executeTakeFirst();
}

/** A delivery as it is shown. */
export const deliveryView = (row: Omit<DeliveryRow, 'payload' | 'target'>): Delivery => ({
  id: row.id,
  message_id: row.redelivery_of ?? row.id,
  owner_id: row.owner_id,
  webhook_id: row.webhook_id,
  task_id: row.task_id,
  // Written by us.
  event: row.event as Delivery['event'],
  url: row.url,
  state: row.state,
  attempt_count: row.attempts,
  next_at: row.next_at,
  last_status: row.last_status,
  last_error: row.last_error,
  redelivery_of: row.redelivery_of,
  created_at: row.created_at,
  finished_at: row.finished_at,
});

type AttemptRow = Omit<DeliveryAttemptRow, 'id'>;

const attemptView = (row: AttemptRow): DeliveryAttempt => ({
  at: row.at,
  request_headers: JSON.parse(row.request_headers),
  status: row.status,
  response_headers: row.response_headers === null ? null : JSON.parse(row.response_headers),
  response_body: row.response_body,
  duration_ms: row.duration_ms,
  error: row.error,
});

/** A delivery with its body and its attempts, oldest first. */
export async function readDelivery(db: Db, ownerId: string | null, id: string): Promise<DeliveryDetail> {
  const row = await findDelivery(db, ownerId, id);
  if (!row) throw deliveryNotFound(id);
  const attempts = await db
    .selectFrom('delivery_attempts')
    .selectAll()
    .where('delivery_id', '=', id)
    .orderBy('id')
    .execute();
  return { ...deliveryView(row), payload: row.payload, attempts: attempts.map(attemptView) };
}
