import type { User, UserPatch } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { cancelPending } from '../webhook/webhook.repository.js';
import { removeSessions } from './sessions.js';
import { findUser, type PersonRow, userNotFound, viewUser } from './user.repository.js';

const ONLY_SIGNED_IN = 'No key may make an administrator. Sign in instead.';

async function checkAdminsLeft(tx: Tx, user: PersonRow): Promise<void> {
  const other = await tx.db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('email', 'is not', null)
    .where('id', '!=', user.id)
    .executeTakeFirst();
  if (other) return;
  throw new HttpProblem(
    'conflict',
    `${user.name} is the last administrator. Make somebody else an administrator first.`,
  );
}

type Change = Pick<PersonRow, 'role' | 'disabled_at' | 'queue_max' | 'concurrency_max' | 'budget_microusd'>;

function changeOf(user: PersonRow, { disabled, ...patch }: UserPatch, at: string): Change {
  const { role, queue_max, concurrency_max, budget_microusd } = user;
  const since = user.disabled_at ?? at;
  const disabled_at = disabled === undefined ? user.disabled_at : disabled ? since : null;
  const known = { role, disabled_at, queue_max, concurrency_max, budget_microusd };
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...known, ...Object.fromEntries(given) };
}

const part = (change: Change, names: string[]) =>
  Object.fromEntries(Object.entries(change).filter(([name]) => names.includes(name)));

async function recordChange(tx: Tx, by: Requester, user: PersonRow, after: Change, changed: string[]): Promise<void> {
  const target = { kind: 'user' as const, id: user.id, name: user.name };
  if (changed.includes('disabled_at')) {
    await recordAudit(tx, { ...by, action: after.disabled_at === null ? 'user.enable' : 'user.disable', target });
  }
  const others = changed.filter((name) => name !== 'disabled_at');
  if (others.length === 0) return;
  const values = { before: part(user, others), after: part(after, others) };
  await recordAudit(tx, { ...by, action: 'user.change', target, ...values });
}

/**
 * Changes role or limits of a person, disables or enables them. Who may do less, or more, signs in anew; in the name of
 * who is disabled nothing is told to webhooks either.
 */
export async function patchUser(
  ctx: Pick<Context, 'store' | 'revocations' | 'webhooks'>,
  by: Requester,
  id: string,
  patch: UserPatch,
): Promise<User> {
  const { endpoints } = ctx.webhooks;
  const write = ctx.store.write(async (tx) => {
    const row = await findUser(tx.db, id);
    if (!row) throw userNotFound(id);
    const at = new Date().toISOString();
    const after = changeOf(row, patch, at);
    const changed = (Object.keys(after) as (keyof Change)[]).filter((name) => after[name] !== row[name]);
    const isAdmin = (who: Change) => who.role === 'admin' && who.disabled_at === null;
    // Whoever found a key of an administrator must not come to an account by it that outlives the key.
    const rises = (row.role !== 'admin' && after.role === 'admin') || (!isAdmin(row) && isAdmin(after));
    if (rises && by.actor.kind === 'key') throw new HttpProblem('forbidden', ONLY_SIGNED_IN);
    if (isAdmin(row) && !isAdmin(after)) await checkAdminsLeft(tx, row);
    await tx.db
      .updateTable('users')
      .set({ ...after, updated_at: at })
      .where('id', '=', id)
      .execute();
    if (changed.includes('disabled_at')) {
      endpoints.forget(id);
      if (after.disabled_at !== null) await cancelPending(tx, { column: 'owner_id', id }, at);
    }
    const isSignedOut = changed.includes('role') || (changed.includes('disabled_at') && after.disabled_at !== null);
    if (isSignedOut) await removeSessions(tx, id, null);
    await recordChange(tx, by, row, after, changed);
    return { user: await viewUser(tx.db, id), ended: isSignedOut };
  });
  const { user, ended } = await write.finally(() => endpoints.forget(id));
  // The streams of their keys end as well.
  if (ended) ctx.revocations.announce({ user_id: id });
  return user;
}

/** Changes the caller's own name. */
export function renameSelf(ctx: Pick<Context, 'store'>, by: Requester, id: string, name: string): Promise<User> {
  return ctx.store.write(async (tx) => {
    const row = await findUser(tx.db, id);
    if (!row) throw userNotFound(id);
    await tx.db.updateTable('users').set({ name, updated_at: new Date().toISOString() }).where('id', '=', id).execute();
    const values = { before: { name: row.name }, after: { name } };
    await recordAudit(tx, { ...by, action: 'user.change', target: { kind: 'user', id, name }, ...values });
    return viewUser(tx.db, id);
  });
}
