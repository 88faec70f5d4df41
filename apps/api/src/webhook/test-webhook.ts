import type { DeliveryDetail } from '@easel/contracts';
import { recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { DeliveryRow } from '../db/schema.js';
import { HttpProblem } from '../http/http-problem.js';
import { makeOnce } from '../http/idempotent.js';
import type { WebhookRequest } from './create-webhook.js';
import { readDelivery } from './delivery.repository.js';
import { newDelivery } from './enqueue-deliveries.js';
import { findWebhook, webhookNotFound } from './webhook.repository.js';

const testing = new Set<string>();

/** Sends a test event once and at once, also to an endpoint that is off, and tells what came back. */
export async function testWebhook(
  ctx: Context,
  { owner_id, by, idempotency_key: key }: WebhookRequest,
  webhook_id: string,
): Promise<{ delivery: DeliveryDetail; replayed: boolean }> {
  if (testing.has(webhook_id)) throw new HttpProblem('conflict', 'A test is under way. Wait for its answer.');
  const { dispatcher, now } = ctx.webhooks;
  let made: DeliveryRow | undefined;
  const once = { owner_id, route: `POST /v1/webhooks/${webhook_id}/test`, key, body: null };
  testing.add(webhook_id);
  try {
    const { id, replayed } = await makeOnce(ctx, once, async (tx) => {
      const hook = await findWebhook(tx.db, owner_id, webhook_id);
      if (!hook) throw webhookNotFound(webhook_id);
      const at = new Date(now()).toISOString();
      const payload = JSON.stringify({ type: 'webhook.test', timestamp: at, data: { webhook_id } });
      const event = { owner_id, webhook_id, task_id: null, event: 'webhook.test', url: hook.url, payload };
      // Without a time it is nobody's turn: it is sent here and by nobody else.
      made = { ...newDelivery(event, at), next_at: null };
      await tx.db.insertInto('deliveries').values(made).execute();
      await recordAudit(tx, {
        ...by,
        action: 'webhook.test',
        target: { kind: 'webhook', id: webhook_id, name: hook.url },
      });
      return made.id;
    });
    if (made && !replayed) await dispatcher.sendNow(made);
    return { delivery: await readDelivery(ctx.store.read, owner_id, id), replayed };
  } finally {
    testing.delete(webhook_id);
  }
}
