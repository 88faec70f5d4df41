import type { PasswordChange, PasswordReset } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { HttpProblem } from '../http/http-problem.js';
import { checkLink, linkGone, makeLink, useLink } from './one-time-link.js';
import { BY_PASSWORD, hashPassword, isPassword, writePassword } from './password.js';
import { announceEnds, removeSessions } from './sessions.js';
import { findUser, userNotFound } from './user.repository.js';

const PASSWORD_LINK_S = 3600;

type Needs = Pick<Context, 'store' | 'revocations'>;

/** Changes the caller's own password. The other sessions end: whoever else knew the old one is out. */
export async function changePassword(
  ctx: Needs & Pick<Context, 'accounts' | 'config'>,
  by: Requester,
  { owner_id, session_id, name }: Caller,
  { current_password, new_password }: PasswordChange,
): Promise<void> {
  const known = await ctx.store.read
    .selectFrom('accounts')
    .select('password')
    .where('user_id', '=', owner_id)
    .where('provider_id', '=', BY_PASSWORD)
    .executeTakeFirst();
  const hash = known?.password;
  if (!hash) throw new HttpProblem('conflict', 'You have no password. An administrator can make a link that sets one.');
  ctx.accounts.throttles.passwords.take(owner_id);
  const target = { kind: 'user' as const, id: owner_id, name };
  if (!(await isPassword(current_password, hash))) {
    const refusal = { ...by, action: 'password.change' as const, target, outcome: 'refused' as const };
    await ctx.store.write((tx) => recordAudit(tx, { ...refusal, code: 'invalid_input' }));
    const message = 'is not your present password';
    const errors = [{ path: 'current_password', message }];
    throw new HttpProblem('invalid_input', `current_password: ${message}.`, { errors });
  }
  ctx.accounts.throttles.passwords.forgive(owner_id);
  const next = await hashPassword(new_password);
  const ended = await ctx.store.write(async (tx) => {
    await writePassword(tx, owner_id, next);
    const ids = await removeSessions(tx, owner_id, session_id);
    await recordAudit(tx, { ...by, action: 'password.change', target, after: { ended_sessions: ids.length } });
    return ids;
  });
  announceEnds(ctx, ended);
}

/** A link with which somebody sets a new password. */
export function makePasswordLink(ctx: Pick<Context, 'store'>, by: Requester, id: string) {
  return ctx.store.write(async (tx) => {
    const user = await findUser(tx.db, id);
    if (!user) throw userNotFound(id);
    if (user.email === null) throw new HttpProblem('conflict', 'This person has no e-mail address to sign in with.');
    const link = await makeLink(tx, { purpose: 'password', user_id: id }, PASSWORD_LINK_S);
    const target = { kind: 'user' as const, id, name: user.name };
    await recordAudit(tx, { ...by, action: 'password.reset_link', target, after: { expires_at: link.expires_at } });
    return link;
  });
}

/** Sets a new password by a link. All sessions end. */
export async function resetPassword(
  ctx: Needs,
  { request_id }: Requester,
  { token, password }: PasswordReset,
): Promise<void> {
  await checkLink(ctx.store.read, 'password', token);
  const hash = await hashPassword(password);
  const ended = await ctx.store.write(async (tx) => {
    const { user_id } = await useLink(tx, 'password', token);
    const user = user_id === null ? undefined : await findUser(tx.db, user_id);
    if (!user) throw linkGone();
    await writePassword(tx, user.id, hash);
    const ids = await removeSessions(tx, user.id, null);
    const actor = { kind: 'user' as const, id: user.id, name: user.name };
    await recordAudit(tx, {
      actor,
      request_id,
      action: 'password.reset',
      target: actor,
      after: { ended_sessions: ids.length },
    });
    return ids;
  });
  announceEnds(ctx, ended);
}
