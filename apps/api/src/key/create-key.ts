import type { KeyCreate, KeyWithSecret } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { KeyRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { HttpProblem } from '../http/http-problem.js';
import { makeOnce } from '../http/idempotent.js';
import { newId } from '../ids.js';
import { findKey, now, viewKey, viewKeys } from './key.repository.js';
import { checkExpiry, checkKeyModels, checkPowers, powersOf } from './key-powers.js';
import { digestOf, hintOf, makeKeyText } from './key-text.js';

/** Good keys one owner may have. */
const KEYS_MAX = 200;

/** Who asks for a change of keys. */
export interface KeyRequest {
  caller: Caller;
  by: Requester;
}

async function checkCount(tx: Tx, ownerId: string): Promise<void> {
  const { count } = await tx.db
    .selectFrom('keys')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (count >= KEYS_MAX) throw new HttpProblem('conflict', `You have ${count} keys. Revoke some first.`);
}

function keyRow(owner_id: string, body: KeyCreate): { row: KeyRow; secret: string } {
  const id = newId('key');
  const at = now();
  const secret = makeKeyText(id);
  const { name, scopes, models = null, expires_at = null, rate_per_minute = null } = body;
  const row: KeyRow = {
    id,
    owner_id,
    name,
    digest: digestOf(secret),
    hint: hintOf(secret),
    scopes: JSON.stringify(scopes),
    models: models && JSON.stringify(models),
    expires_at,
    rate_per_minute,
    concurrency_max: body.concurrency_max ?? null,
    budget_microusd: body.budget_microusd ?? null,
    previous_digest: null,
    previous_until: null,
    last_used_at: null,
    rotated_at: null,
    created_at: at,
    updated_at: at,
    revoked_at: null,
  };
  return { row, secret };
}

/** Makes a key. Only this answer has its secret: a repetition gives the key without it. */
export async function createKey(
  ctx: Context,
  { caller, by }: KeyRequest,
  key: string | undefined,
  body: KeyCreate,
): Promise<{ key: KeyWithSecret; replayed: boolean }> {
  const { owner_id } = caller;
  let secret: string | null = null;
  const request = { owner_id, route: 'POST /v1/keys', key, body };
  const { id, replayed } = await makeOnce(ctx, request, async (tx) => {
    checkKeyModels(ctx, body.models);
    checkExpiry(body.expires_at);
    const made = keyRow(owner_id, body);
    await checkPowers(tx, caller, powersOf(made.row));
    await checkCount(tx, owner_id);
    await tx.db.insertInto('keys').values(made.row).execute();
    const [after] = await viewKeys(tx.db, [made.row]);
    await recordAudit(tx, {
      ...by,
      action: 'key.create',
      target: { kind: 'key', id: made.row.id, name: body.name },
      after,
    });
    secret = made.secret;
    return made.row.id;
  });
  if (replayed && !(await findKey(ctx.store.read, owner_id, id))) {
    throw new HttpProblem('gone', 'The key that this Idempotency-Key made is no longer there.');
  }
  return { key: { ...(await viewKey(ctx.store.read, owner_id, id)), secret }, replayed };
}
