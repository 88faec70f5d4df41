import { recordAudit, SYSTEM } from '../audit/record-audit.js';
import type { DeliveryRow, WebhookRow } from '../db/schema.js';
import type { Store, Tx } from '../db/store.js';
import { GIVE_UP_MS, pauseMs } from './back-off.js';
import type { Endpoints } from './endpoints.js';
import type { Sent } from './send-webhook.js';
import { cancelPending, webhookView } from './webhook.repository.js';

interface Recorder {
  store: Store;
  endpoints: Endpoints;
  now: () => number;
  random: () => number;
}

async function insertAttempt(tx: Tx, deliveryId: string, sent: Sent): Promise<void> {
  const { at, status, response_body, duration_ms, error } = sent;
  const request_headers = JSON.stringify(sent.request_headers);
  const response_headers = sent.response_headers && JSON.stringify(sent.response_headers);
  await tx.db
    .insertInto('delivery_attempts')
    .values({
      delivery_id: deliveryId,
      at,
      request_headers,
      status,
      response_headers,
      response_body,
      duration_ms,
      error,
    })
    .execute();
}

/** Switches an endpoint off that no longer takes anything. */
async function disable(tx: Tx, row: WebhookRow, reason: string, at: string): Promise<void> {
  const after = { ...row, enabled: 0, disabled_reason: reason, updated_at: at };
  const { enabled, disabled_reason, updated_at } = after;
  await tx.db.updateTable('webhooks').set({ enabled, disabled_reason, updated_at }).where('id', '=', row.id).execute();
  await cancelPending(tx, { column: 'webhook_id', id: row.id }, at);
  await recordAudit(tx, {
    ...SYSTEM,
    action: 'webhook.disable',
    target: { kind: 'webhook', id: row.id, name: row.url },
    before: webhookView(row, at),
    after: webhookView(after, at),
  });
}

/** Whether an endpoint has taken nothing since this delivery was first tried. */
async function tookNothingSince(tx: Tx, hook: WebhookRow, deliveryId: string): Promise<boolean> {
  const first = await tx.db
    .selectFrom('delivery_attempts')
    .select('at')
    .where('delivery_id', '=', deliveryId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return first !== undefined && hook.failing_since !== null && hook.failing_since <= first.at;
}

/** What a failure means for the endpoint. Answers whether it was switched off. */
async function judgeEndpoint(tx: Tx, row: DeliveryRow, sent: Sent, givenUp: boolean, at: string): Promise<boolean> {
  const hook = await tx.db.selectFrom('webhooks').selectAll().where('id', '=', row.webhook_id).executeTakeFirst();
  if (!hook || hook.deleted_at !== null || hook.enabled === 0) return false;
  const failing_since = hook.failing_since ?? sent.at;
  if (hook.failing_since === null) {
    await tx.db.updateTable('webhooks').set({ failing_since }).where('id', '=', hook.id).execute();
  }
  const known = { ...hook, failing_since };
  if (sent.status === 410) {
    await disable(tx, known, 'It answered 410: it wants nothing more.', at);
  } else if (givenUp && (await tookNothingSince(tx, known, row.id))) {
    await disable(tx, known, `It has taken nothing since ${failing_since}.`, at);
  } else return false;
  return true;
}

/** When a failed delivery is tried again; null when it has been tried for long enough. The last try is at the very end. */
function nextTry(row: DeliveryRow, sent: Sent, { now, random }: Recorder): string | null {
  const [at, end] = [now(), Date.parse(row.created_at) + GIVE_UP_MS];
  if (at >= end || row.event === 'webhook.test') return null;
  return new Date(Math.min(at + pauseMs(row.attempts + 1, sent.retry_after_s, random()), end)).toISOString();
}

/** Writes what came of an attempt. Answers whether the endpoint was switched off. */
async function writeOutcome(tx: Tx, id: string, sent: Sent, recorder: Recorder): Promise<boolean> {
  const row = await tx.db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
  // Purged with its task meanwhile.
  if (!row) return false;
  const at = new Date(recorder.now()).toISOString();
  await insertAttempt(tx, id, sent);
  const set = (change: Partial<DeliveryRow>) =>
    tx.db
      .updateTable('deliveries')
      .set({ attempts: row.attempts + 1, last_status: sent.status, last_error: sent.error, ...change })
      .where('id', '=', id)
      .execute();
  if (sent.error === null) {
    await set({ state: 'delivered', next_at: null, finished_at: at });
    await tx.db
      .updateTable('webhooks')
      .set({ failing_since: null })
      .where('id', '=', row.webhook_id ?? '')
      .where('failing_since', 'is not', null)
      .execute();
    return false;
  }
  const isCancelled = row.state !== 'pending';
  const next_at = isCancelled || sent.status === 410 ? null : nextTry(row, sent, recorder);
  if (isCancelled) await set({});
  else await set(next_at === null ? { state: 'failed', next_at, finished_at: at } : { next_at });
  return row.event !== 'webhook.test' && (await judgeEndpoint(tx, row, sent, next_at === null && !isCancelled, at));
}

/** Keeps what came of an attempt, and decides what becomes of the delivery and of its endpoint: one transaction. */
export async function recordAttempt(recorder: Recorder, { id, owner_id }: DeliveryRow, sent: Sent): Promise<void> {
  const { store, endpoints } = recorder;
  const isOff = await store.write(async (tx) => {
    const off = await writeOutcome(tx, id, sent, recorder);
    if (off) endpoints.forget(owner_id);
    return off;
  });
  if (isOff) endpoints.forget(owner_id);
}
