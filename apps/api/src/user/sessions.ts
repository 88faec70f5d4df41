import type { AccountSession } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { HttpProblem } from '../http/http-problem.js';
import { findUser, userNotFound } from './user.repository.js';

type Needs = Pick<Context, 'store' | 'revocations'>;

/** Where somebody is signed in, newest first. */
export async function listSessions(
  ctx: Pick<Context, 'store'>,
  user_id: string,
  current: string | null,
): Promise<AccountSession[]> {
  const rows = await ctx.store.read
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', user_id)
    .where('expires_at', '>', new Date().toISOString())
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ id, user_agent, ip_address, created_at, updated_at, expires_at }) => ({
    id,
    current: id === current,
    user_agent,
    ip_address,
    created_at,
    last_seen_at: updated_at,
    expires_at,
  }));
}

/** Removes sessions of a person, but one: returns which, to be announced once that is on disk. */
export async function removeSessions(tx: Tx, user_id: string, but: string | null): Promise<string[]> {
  const rows = await tx.db
    .deleteFrom('sessions')
    .where('user_id', '=', user_id)
    .where('id', '!=', but ?? '')
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Ends the open streams of sessions that are no more. */
export function announceEnds(ctx: Pick<Context, 'revocations'>, ids: string[]): void {
  for (const session_id of ids) ctx.revocations.announce({ session_id });
}

/** Ends one session of the caller. */
export async function revokeSession(ctx: Needs, by: Requester, caller: Caller, id: string): Promise<void> {
  await ctx.store.write(async (tx) => {
    const row = await tx.db
      .deleteFrom('sessions')
      .where('id', '=', id)
      .where('user_id', '=', caller.owner_id)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new HttpProblem('not_found', `There is no session "${id.slice(0, 64)}".`);
    const before = { ip_address: row.ip_address, user_agent: row.user_agent };
    await recordAudit(tx, { ...by, action: 'session.revoke', target: { kind: 'session', id }, before });
  });
  ctx.revocations.announce({ session_id: id });
}

/** Ends all sessions of a person, but one. */
export async function revokeSessions(
  ctx: Needs,
  by: Requester,
  { user_id, but }: { user_id: string; but: string | null },
): Promise<number> {
  const ended = await ctx.store.write(async (tx) => {
    const user = await findUser(tx.db, user_id);
    if (!user) throw userNotFound(user_id);
    const ids = await removeSessions(tx, user_id, but);
    const target = { kind: 'user' as const, id: user_id, name: user.name };
    await recordAudit(tx, { ...by, action: 'session.revoke', target, before: { sessions: ids } });
    return ids;
  });
  announceEnds(ctx, ended);
  return ended.length;
}
