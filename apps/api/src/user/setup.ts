import type { SetupRequest, User } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { Db } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { checkLink, makeLink, useLink } from './one-time-link.js';
import { hashPassword, writePassword } from './password.js';
import { viewUser } from './user.repository.js';

const SETUP_LINK_S = 24 * 3600;

/** Whether nobody can sign in yet. */
export const isSetupNeeded = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('users').select('id').where('email', 'is not', null).executeTakeFirst()) === undefined;

/** A new token for the first administrator; null when there is one already, or nobody signs in. */
export async function makeSetupToken(ctx: Pick<Context, 'config' | 'store'>): Promise<string | null> {
  if (ctx.config.auth !== 'accounts') return null;
  return ctx.store.write(async (tx) => {
    if (!(await isSetupNeeded(tx.db))) return null;
    return (await makeLink(tx, { purpose: 'setup', user_id: null }, SETUP_LINK_S)).token;
  });
}

/** Makes the local owner the first administrator: keeps its id, so that everything made before is theirs. */
export async function completeSetup(
  ctx: Pick<Context, 'store' | 'local_owner_id'>,
  { request_id }: Requester,
  { token, name, email, password }: SetupRequest,
): Promise<User> {
  await checkLink(ctx.store.read, 'setup', token);
  const hash = await hashPassword(password);
  const id = ctx.local_owner_id;
  return ctx.store.write(async (tx) => {
    await useLink(tx, 'setup', token);
    if (!(await isSetupNeeded(tx.db))) throw new HttpProblem('conflict', 'There is an administrator already. Sign in.');
    const updated_at = new Date().toISOString();
    await tx.db
      .updateTable('users')
      .set({ name, email, email_verified: 1, role: 'admin', disabled_at: null, updated_at })
      .where('id', '=', id)
      .execute();
    await writePassword(tx, id, hash);
    await recordAudit(tx, {
      actor: { kind: 'user', id, name },
      request_id,
      action: 'setup.complete',
      target: { kind: 'user', id, name },
      after: { name, email, role: 'admin' },
    });
    return viewUser(tx.db, id);
  });
}
