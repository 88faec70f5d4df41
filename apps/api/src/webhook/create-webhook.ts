import { WEBHOOK_EVENTS_DEFAULT, WEBHOOKS_MAX, type WebhookCreate, type WebhookWithSecret } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { WebhookRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { makeOnce } from '../http/idempotent.js';
import { newId } from '../ids.js';
import { checkTarget } from './target-url.js';
import { findWebhook, webhookView } from './webhook.repository.js';
import { hintOfSecret, makeWebhookSecret } from './webhook-secret.js';

/** Who asks for a change of webhooks. */
export interface WebhookRequest {
  owner_id: string;
  by: Requester;
  idempotency_key?: string | undefined;
}

async function checkCount(tx: Tx, ownerId: string): Promise<void> {
  const { count } = await tx.db
    .selectFrom('webhooks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (count >= WEBHOOKS_MAX) throw new HttpProblem('conflict', `You have ${count} webhooks. Remove one first.`);
}

function webhookRow(ctx: Context, owner_id: string, body: WebhookCreate, secret: string): WebhookRow {
  const { box, allowed_hosts } = ctx.webhooks;
  const id = newId('hook');
  const at = new Date().toISOString();
  return {
    id,
    owner_id,
    url: checkTarget(body.url, allowed_hosts).url,
    description: body.description ?? '',
    events: JSON.stringify(body.events ?? WEBHOOK_EVENTS_DEFAULT),
    secret: box.seal([id, 'secret'], secret),
    hint: hintOfSecret(secret),
    previous_secret: null,
    previous_until: null,
    rotated_at: null,
    enabled: body.enabled === false ? 0 : 1,
    disabled_reason: null,
    failing_since: null,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  };
}

/** Adds an endpoint. Only this answer has its secret: a repetition gives the endpoint without it. */
export async function createWebhook(
  ctx: Context,
  { owner_id, by, idempotency_key }: WebhookRequest,
  body: WebhookCreate,
): Promise<{ webhook: WebhookWithSecret; replayed: boolean }> {
  const { endpoints } = ctx.webhooks;
  const made = makeWebhookSecret();
  const once = { owner_id, route: 'POST /v1/webhooks', key: idempotency_key, body };
  const { id, replayed } = await makeOnce(ctx, once, async (tx) => {
    const row = webhookRow(ctx, owner_id, body, made);
    await checkCount(tx, owner_id);
    await tx.db.insertInto('webhooks').values(row).execute();
    endpoints.forget(owner_id);
    const target = { kind: 'webhook' as const, id: row.id, name: row.url };
    await recordAudit(tx, { ...by, action: 'webhook.create', target, after: webhookView(row, row.created_at) });
    return row.id;
  }).finally(() => endpoints.forget(owner_id));
  const row = await findWebhook(ctx.store.read, owner_id, id);
  if (!row) throw new HttpProblem('gone', 'The webhook that this Idempotency-Key made was removed.');
  const webhook = webhookView(row, new Date().toISOString());
  return { webhook: { ...webhook, secret: replayed ? null : made }, replayed };
}
