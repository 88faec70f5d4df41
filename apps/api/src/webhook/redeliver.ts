import type { Delivery } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { DeliveryRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { makeOnce } from '../http/idempotent.js';
import { deliveryNotFound, deliveryView, findDelivery } from './delivery.repository.js';
import { newDelivery } from './enqueue-deliveries.js';
import { findWebhook } from './webhook.repository.js';

interface RedeliverRequest {
  /** Whose deliveries may be sent again; null for anyone's. */
  owner_id: string | null;
  caller_id: string;
  by: Requester;
  idempotency_key: string | undefined;
}

/** Where it goes now. */
async function addressOf(tx: Tx, row: DeliveryRow): Promise<string> {
  if (row.webhook_id === null) return row.url;
  const hook = await findWebhook(tx.db, row.owner_id, row.webhook_id);
  if (!hook) throw new HttpProblem('conflict', 'The endpoint was removed: there is nowhere to send this.');
  if (hook.enabled === 0) throw new HttpProblem('conflict', 'The endpoint is switched off. Switch it on first.');
  return hook.url;
}

/** Sends a message again: the same bytes under the same webhook-id. One that was still to be tried is replaced by it. */
export async function redeliver(
  ctx: Context,
  { owner_id, caller_id, by, idempotency_key: key }: RedeliverRequest,
  id: string,
): Promise<{ delivery: Delivery; replayed: boolean }> {
  const { dispatcher, now } = ctx.webhooks;
  let target: string | undefined;
  const once = { owner_id: caller_id, route: `POST /v1/deliveries/${id}/redeliver`, key, body: null };
  const made = await makeOnce(ctx, once, async (tx) => {
    const row = await findDelivery(tx.db, owner_id, id);
    if (!row) throw deliveryNotFound(id);
    if (row.event === 'webhook.test') throw new HttpProblem('conflict', 'This was a test. Press test again.');
    const at = new Date(now()).toISOString();
    const fresh = newDelivery({ ...row, url: await addressOf(tx, row) }, at);
    const redelivery_of = row.redelivery_of ?? row.id;
    await tx.db
      .insertInto('deliveries')
      .values({ ...fresh, redelivery_of })
      .execute();
    await tx.db
      .updateTable('deliveries')
      .set({ state: 'cancelled', next_at: null, finished_at: at })
      .where('id', '=', id)
      .where('state', '=', 'pending')
      .execute();
    await recordAudit(tx, {
      ...by,
      action: 'webhook.redeliver',
      target: { kind: 'delivery', id, name: row.url },
      after: { delivery_id: fresh.id },
    });
    target = fresh.target;
    return fresh.id;
  });
  if (target !== undefined) dispatcher.touch([target]);
  const row = await findDelivery(ctx.store.read, owner_id, made.id);
  if (!row) throw new HttpProblem('gone', 'What this Idempotency-Key made was purged.');
  return { delivery: deliveryView(row), replayed: made.replayed };
}
