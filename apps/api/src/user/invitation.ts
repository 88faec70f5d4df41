import type { Invitation, InvitationCreate, InvitationState } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { InvitationRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { decodeCursor, page } from '../http/cursor.js';
import { HttpProblem } from '../http/http-problem.js';
import { makeOnce } from '../http/idempotent.js';
import { newId } from '../ids.js';
import { makeToken } from './one-time-token.js';

const INVITATION_S = 7 * 24 * 3600;

function stateOf(row: InvitationRow, at: string): InvitationState {
  if (row.accepted_at !== null) return 'accepted';
  if (row.revoked_at !== null) return 'revoked';
  return row.expires_at <= at ? 'expired' : 'open';
}

export const viewInvitation = ({ digest: _, ...row }: InvitationRow): Invitation => ({
  ...row,
  state: stateOf({ ...row, digest: '' }, new Date().toISOString()),
});

const findInvitation = (db: Db, id: string) =>
  db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst();

/** A page of invitations, newest first. */
export async function listInvitations(
  ctx: Pick<Context, 'store'>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  let query = ctx.store.read.selectFrom('invitations').selectAll();
  if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor, 'invite'));
  const found = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next_cursor } = page(found, limit);
  return { items: rows.map(viewInvitation), next_cursor };
}

/** Ends what was offered to an address before: only the newest link works. */
async function replaceOpen(tx: Tx, email: string, revoked_at: string): Promise<void> {
  await tx.db
    .updateTable('invitations')
    .set({ revoked_at })
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Invites somebody. Only this answer has the token: a repetition is refused. */
export async function invite(
  ctx: Context,
  { caller, by }: { caller: Caller; by: Requester },
  key: string | undefined,
  body: InvitationCreate,
): Promise<{ invitation: Invitation; token: string }> {
  if (ctx.config.auth === 'local') {
    throw new HttpProblem('conflict', 'Nobody signs in here. Set EASEL_AUTH=accounts to invite people.');
  }
  const { email, role } = body;
  const { token, digest } = makeToken();
  const request = { owner_id: caller.owner_id, route: 'POST /v1/admin/invitations', key, body };
  const { id, replayed } = await makeOnce(ctx, request, async (tx) => {
    const known = await tx.db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
    if (known) throw new HttpProblem('conflict', `${email} has an account already.`);
    const now = Date.now();
    const at = new Date(now).toISOString();
    await replaceOpen(tx, email, at);
    const row: InvitationRow = {
      id: newId('invite'),
      email,
      role,
      digest,
      created_by: caller.owner_id,
      created_at: at,
      expires_at: new Date(now + INVITATION_S * 1000).toISOString(),
      accepted_at: null,
      accepted_by: null,
      revoked_at: null,
    };
    await tx.db.insertInto('invitations').values(row).execute();
    const target = { kind: 'invitation' as const, id: row.id, name: email };
    await recordAudit(tx, { ...by, action: 'user.invite', target, after: { email, role, expires_at: row.expires_at } });
    return row.id;
  });
  if (replayed) {
    const detail = `${email} was invited already, and the link is not kept. Invite again with a new Idempotency-Key if it is lost.`;
    throw new HttpProblem('conflict', detail);
  }
  const row = await findInvitation(ctx.store.read, id);
  if (!row) throw new Error('an invitation that was just made is not there');
  return { invitation: viewInvitation(row), token };
}

/** Takes an open invitation back. */
export function revokeInvitation(ctx: Pick<Context, 'store'>, by: Requester, id: string): Promise<Invitation> {
  return ctx.store.write(async (tx) => {
    const row = await findInvitation(tx.db, id);
    if (!row) throw new HttpProblem('not_found', `There is no invitation "${id.slice(0, 64)}".`);
    const { state, email } = viewInvitation(row);
    if (state !== 'open') throw new HttpProblem('conflict', `This invitation is ${state}, not open.`);
    const revoked_at = new Date().toISOString();
    await tx.db.updateTable('invitations').set({ revoked_at }).where('id', '=', id).execute();
    const target = { kind: 'invitation' as const, id, name: email };
    await recordAudit(tx, {
      ...by,
      action: 'invitation.revoke',
      target,
      before: { state },
      after: { state: 'revoked' },
    });
    return viewInvitation({ ...row, revoked_at });
  });
}
