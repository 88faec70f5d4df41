import type { Key, KeyPatch, KeyWithSecret } from '@easel/contracts';
import { recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { KeyRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { makeOnce } from '../http/idempotent.js';
import type { KeyRequest } from './create-key.js';
import { findKey, keyNotFound, now, viewKey, viewKeys } from './key.repository.js';
import { checkExpiry, checkKeyModels, checkPowers, powersOf } from './key-powers.js';
import { digestOf, hintOf, makeKeyText } from './key-text.js';

type Action = 'key.change' | 'key.rotate' | 'key.revoke';

/** Changes a key's row and writes what was before and after. */
async function writeKey(tx: Tx, { by }: KeyRequest, action: Action, row: KeyRow, change: Partial<KeyRow>) {
  const [before] = await viewKeys(tx.db, [row]);
  const after = await tx.db
    .updateTable('keys')
    .set({ ...change, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const target = { kind: 'key' as const, id: row.id, name: after.name };
  const [shown] = await viewKeys(tx.db, [after]);
  await recordAudit(tx, { ...by, action, target, before, after: shown });
}

/** An own key that can still be changed. */
async function changeable(tx: Tx, ownerId: string, id: string): Promise<KeyRow> {
  const row = await findKey(tx.db, ownerId, id);
  if (!row) throw keyNotFound(id);
  if (row.revoked_at === null) return row;
  throw new HttpProblem('conflict', 'This key was revoked for good. Make another.');
}

/** Changes the name, the scopes or the limits. Whoever does it by a key can give no more than that key has. */
export async function patchKey(ctx: Context, request: KeyRequest, id: string, patch: KeyPatch): Promise<Key> {
  const { owner_id } = request.caller;
  await ctx.store.write(async (tx) => {
    const row = await changeable(tx, owner_id, id);
    checkKeyModels(ctx, patch.models);
    checkExpiry(patch.expires_at);
    const { scopes, models, ...plain } = patch;
    const change: Partial<KeyRow> = {
      // A field that is there has a value.
      ...(plain as Partial<KeyRow>),
      ...(scopes === undefined ? {} : { scopes: JSON.stringify(scopes) }),
      ...(models === undefined ? {} : { models: models && JSON.stringify(models) }),
    };
    await checkPowers(tx, request.caller, powersOf({ ...row, ...change }));
    await writeKey(tx, request, 'key.change', row, change);
  });
  // Whoever listens by it asks again, by what holds now.
  if (patch.scopes !== undefined || patch.expires_at !== undefined) ctx.revocations.announce({ key_id: id });
  // What waited for a place of this key may start.
  ctx.runner.wake();
  return viewKey(ctx.store.read, owner_id, id);
}

/**
 * Gives a key a new secret. The present one stays good for the overlap; one before it ends now. By a key only what has
 * no more power than itself can be rotated, since the answer holds the secret.
 */
export async function rotateKey(
  ctx: Context,
  request: KeyRequest,
  { id, idempotency_key, overlap_s }: { id: string; idempotency_key: string | undefined; overlap_s: number },
): Promise<{ key: KeyWithSecret; replayed: boolean }> {
  const { owner_id } = request.caller;
  let secret: string | null = null;
  const once = {
    owner_id,
    route: `POST /v1/keys/${id}/rotate`,
    key: idempotency_key,
    body: { overlap_s },
  };
  const { replayed } = await makeOnce(ctx, once, async (tx) => {
    const row = await changeable(tx, owner_id, id);
    await checkPowers(tx, request.caller, powersOf(row));
    const text = makeKeyText(id);
    const at = now();
    await writeKey(tx, request, 'key.rotate', row, {
      digest: digestOf(text),
      hint: hintOf(text),
      previous_digest: overlap_s === 0 ? null : row.digest,
      previous_until: overlap_s === 0 ? null : new Date(Date.parse(at) + overlap_s * 1000).toISOString(),
      rotated_at: at,
    });
    secret = text;
    return id;
  });
  // Whoever listens by the secret of before does so no longer than that is good.
  if (!replayed) ctx.revocations.announce({ key_id: id });
  return { key: { ...(await viewKey(ctx.store.read, owner_id, id)), secret }, replayed };
}

/** Ends a key for good; its open streams end at once. A key that was revoked before stays as it is. */
export async function revokeKey(ctx: Context, request: KeyRequest, ownerId: string | null, id: string): Promise<Key> {
  await ctx.store.write(async (tx) => {
    const row = await findKey(tx.db, ownerId, id);
    if (!row) throw keyNotFound(id);
    if (row.revoked_at !== null) return;
    await writeKey(tx, request, 'key.revoke', row, { revoked_at: now() });
  });
  ctx.revocations.announce({ key_id: id });
  return viewKey(ctx.store.read, ownerId, id);
}
