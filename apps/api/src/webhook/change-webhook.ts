import type { Webhook, WebhookPatch, WebhookWithSecret } from '@easel/contracts';
import { recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { WebhookRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { makeOnce } from '../http/idempotent.js';
import type { WebhookRequest } from './create-webhook.js';
import { checkTarget, type Target } from './target-url.js';
import { cancelPending, findWebhook, viewWebhook, webhookNotFound, webhookView } from './webhook.repository.js';
import { makeWebhookSecret, rotatedColumns } from './webhook-secret.js';

type Action = 'webhook.change' | 'webhook.rotate' | 'webhook.remove';
const now = (): string => new Date().toISOString();

/** Changes an endpoint's row, and writes what was before and after. */
async function writeWebhook(
  ctx: Context,
  tx: Tx,
  { owner_id, by }: WebhookRequest,
  [action, id]: [Action, string],
  change: (row: WebhookRow, at: string) => Partial<WebhookRow>,
): Promise<void> {
  const row = await findWebhook(tx.db, owner_id, id);
  if (!row) throw webhookNotFound(id);
  const at = now();
  const after: WebhookRow = { ...row, ...change(row, at), updated_at: at };
  const { id: _, ...columns } = after;
  await tx.db.updateTable('webhooks').set(columns).where('id', '=', id).execute();
  ctx.webhooks.endpoints.forget(owner_id);
  await recordAudit(tx, {
    ...by,
    action,
    target: { kind: 'webhook', id, name: after.url },
    before: webhookView(row, at),
    ...(action === 'webhook.remove' ? {} : { after: webhookView(after, at) }),
  });
}

/** What is still to be delivered goes to the new address. */
async function moveDeliveries(tx: Tx, id: string, { url, target }: Target): Promise<void> {
  await tx.db
    .updateTable('deliveries')
    .set({ url, target })
    .where('webhook_id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** Changes an endpoint. Switched on again, it starts with a clean record. */
export async function patchWebhook(
  ctx: Context,
  request: WebhookRequest,
  id: string,
  { url, events, description, enabled }: WebhookPatch,
): Promise<Webhook> {
  const { endpoints, dispatcher, allowed_hosts } = ctx.webhooks;
  const target = url === undefined ? null : checkTarget(url, allowed_hosts);
  await ctx.store
    .write(async (tx) => {
      await writeWebhook(ctx, tx, request, ['webhook.change', id], (row) => ({
        ...(target ? { url: target.url } : {}),
        ...(events ? { events: JSON.stringify(events) } : {}),
        ...(description === undefined ? {} : { description }),
        ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0, disabled_reason: null }),
        failing_since: enabled || target ? null : row.failing_since,
      }));
      if (enabled === false) await cancelPending(tx, { column: 'webhook_id', id }, now());
      else if (target) await moveDeliveries(tx, id, target);
    })
    .finally(() => endpoints.forget(request.owner_id));
  if (target) dispatcher.touch([target.target]);
  return viewWebhook(ctx.store.read, request.owner_id, id);
}

/** Removes an endpoint. Its deliveries stay in the log. */
export async function removeWebhook(ctx: Context, request: WebhookRequest, id: string): Promise<void> {
  await ctx.store
    .write(async (tx) => {
      await writeWebhook(ctx, tx, request, ['webhook.remove', id], (_row, at) => ({
        deleted_at: at,
        enabled: 0,
        secret: '',
        previous_secret: null,
      }));
      await cancelPending(tx, { column: 'webhook_id', id }, now());
    })
    .finally(() => ctx.webhooks.endpoints.forget(request.owner_id));
}

/** Gives an endpoint a new secret; the present one signs beside it for the overlap. */
export async function rotateWebhook(
  ctx: Context,
  request: WebhookRequest,
  id: string,
  overlap_s: number,
): Promise<{ webhook: WebhookWithSecret; replayed: boolean }> {
  const { owner_id, idempotency_key: key } = request;
  const secret = makeWebhookSecret();
  const once = { owner_id, route: `POST /v1/webhooks/${id}/rotate`, key, body: { overlap_s } };
  const { replayed } = await makeOnce(ctx, once, async (tx) => {
    await writeWebhook(ctx, tx, request, ['webhook.rotate', id], (row, at) =>
      rotatedColumns(ctx.webhooks.box, id, row, { secret, overlap_s, at }),
    );
    return id;
  });
  return {
    webhook: { ...(await viewWebhook(ctx.store.read, owner_id, id)), secret: replayed ? null : secret },
    replayed,
  };
}
