import type { SigningSecret, SigningSecretShown } from '@easel/contracts';
import { recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { WebhookSecretRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { makeOnce } from '../http/idempotent.js';
import type { WebhookRequest } from './create-webhook.js';
import { overlapEnd } from './webhook.repository.js';
import { hintOfSecret, makeWebhookSecret, rotatedColumns } from './webhook-secret.js';

const findSecret = (db: Db, ownerId: string): Promise<WebhookSecretRow | undefined> =>
  db.selectFrom('webhook_secrets').selectAll().where('owner_id', '=', ownerId).executeTakeFirst();

/** Whether an owner has a secret that signs for the targets of single tasks. */
export const hasSigningSecret = async (db: Db, ownerId: string): Promise<boolean> =>
  (await findSecret(db, ownerId)) !== undefined;

const view = (row: WebhookSecretRow | undefined, at: string): SigningSecret => ({
  hint: row?.hint ?? null,
  created_at: row?.created_at ?? null,
  rotated_at: row?.rotated_at ?? null,
  previous_until: overlapEnd(row?.previous_until ?? null, at),
});

/** What is known of an owner's signing secret. */
export const viewSigningSecret = async (ctx: Pick<Context, 'store'>, ownerId: string): Promise<SigningSecret> =>
  view(await findSecret(ctx.store.read, ownerId), new Date().toISOString());

/** Makes an owner's signing secret, or a new one; the present one signs beside it for the overlap. */
export async function rotateSigningSecret(
  ctx: Context,
  { owner_id, by, idempotency_key: key }: WebhookRequest,
  overlap_s: number,
): Promise<{ secret: SigningSecretShown; replayed: boolean }> {
  const { box } = ctx.webhooks;
  const made = makeWebhookSecret();
  const once = { owner_id, route: 'POST /v1/webhooks/signing-secret/rotate', key, body: { overlap_s } };
  const { replayed } = await makeOnce(ctx, once, async (tx) => {
    const at = new Date().toISOString();
    const row = await findSecret(tx.db, owner_id);
    if (row) {
      const columns = rotatedColumns(box, owner_id, row, { secret: made, overlap_s, at });
      await tx.db.updateTable('webhook_secrets').set(columns).where('owner_id', '=', owner_id).execute();
    } else {
      const none = { previous_secret: null, previous_until: null, rotated_at: null };
      const sealed = { secret: box.seal([owner_id, 'secret'], made), hint: hintOfSecret(made) };
      await tx.db
        .insertInto('webhook_secrets')
        .values({ owner_id, ...sealed, ...none, created_at: at })
        .execute();
    }
    await recordAudit(tx, {
      ...by,
      action: 'webhook.rotate',
      target: { kind: 'user', id: owner_id, name: 'signing secret' },
      before: view(row, at),
      after: view(await findSecret(tx.db, owner_id), at),
    });
    return owner_id;
  });
  return { secret: { ...(await viewSigningSecret(ctx, owner_id)), secret: replayed ? null : made }, replayed };
}
