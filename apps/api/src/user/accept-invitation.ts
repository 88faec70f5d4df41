import type { InvitationAccept, User } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { InvitationRow } from '../db/schema.js';
import { HttpProblem } from '../http/http-problem.js';
import { newId } from '../ids.js';
import { claimInvitationOf } from './claim-invitation.js';
import { viewInvitation } from './invitation.js';
import { digestOfToken } from './one-time-token.js';
import { hashPassword, writePassword } from './password.js';
import { viewUser } from './user.repository.js';

const gone = () =>
  new HttpProblem('gone', 'This invitation was accepted, taken back, or has expired. Ask for another.');

/** The open invitation of a token, or `gone`. */
export async function lookAtInvitation(ctx: Pick<Context, 'store'>, token: string): Promise<InvitationRow> {
  const row = await ctx.store.read
    .selectFrom('invitations')
    .selectAll()
    .where('digest', '=', digestOfToken(token))
    .executeTakeFirst();
  if (!row || viewInvitation(row).state !== 'open') throw gone();
  return row;
}

/** Makes the account that an invitation promises. Of several at once, one succeeds. */
export async function acceptInvitation(
  ctx: Pick<Context, 'store'>,
  { request_id }: Requester,
  { token, name, password }: InvitationAccept,
): Promise<User> {
  await lookAtInvitation(ctx, token);
  const hash = await hashPassword(password);
  return ctx.store.write(async (tx) => {
    const id = newId('user');
    const invitation = await claimInvitationOf(tx, { digest: digestOfToken(token) }, id);
    if (!invitation) throw gone();
    const { email, role } = invitation;
    const known = await tx.db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
    if (known) throw new HttpProblem('conflict', `${email} has an account already. Sign in.`);
    const created_at = new Date().toISOString();
    // Whoever has the link got it from an administrator, who wrote the address.
    await tx.db.insertInto('users').values({ id, name, role, email, email_verified: 1, created_at }).execute();
    await writePassword(tx, id, hash);
    await recordAudit(tx, {
      actor: { kind: 'user', id, name },
      request_id,
      action: 'user.join',
      target: { kind: 'user', id, name },
      after: { email, role, invitation_id: invitation.id },
    });
    return viewUser(tx.db, id);
  });
}
