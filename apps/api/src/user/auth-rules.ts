import { asVisibleName, NAME_MAX } from '@easel/contracts';
import { APIError } from 'better-auth/api';
import { recordAudit, SYSTEM } from '../audit/record-audit.js';
import type { Tx } from '../db/store.js';
import type { AuthRow, AuthRules } from './auth-adapter.js';
import { authRequests } from './auth-request.js';
import { claimInvitationOf } from './claim-invitation.js';
import type { Revocations } from './revocations.js';

/** What people are told who may not come in. Also the `error` of an address to which they are sent back. */
export const REFUSALS = {
  disabled: 'This account is disabled. Ask an administrator.',
  not_invited: 'Nobody has invited this e-mail address. Ask an administrator.',
  email_not_verified: 'The provider has not verified this e-mail address.',
} as const;

const refused = (code: keyof typeof REFUSALS) => new APIError('FORBIDDEN', { code, message: REFUSALS[code] });

async function startSession(tx: Tx, row: AuthRow): Promise<AuthRow> {
  const user = await tx.db
    .selectFrom('users')
    .select(['id', 'name', 'disabled_at'])
    .where('id', '=', String(row.user_id))
    .executeTakeFirstOrThrow();
  if (user.disabled_at !== null) throw refused('disabled');
  const request = authRequests.getStore();
  if (request?.session_id) await tx.db.deleteFrom('sessions').where('id', '=', request.session_id).execute();
  await recordAudit(tx, {
    actor: { kind: 'user', id: user.id, name: user.name },
    request_id: request?.by.request_id ?? null,
    action: 'session.sign_in',
    target: { kind: 'session', id: String(row.id) },
    after: { ip_address: request?.ip_address ?? null, user_agent: request?.user_agent ?? null },
  });
  return { ...row, ip_address: request?.ip_address ?? null, user_agent: request?.user_agent ?? null };
}

/** An account at the identity provider, of somebody who was invited. */
async function joinByProvider(tx: Tx, row: AuthRow): Promise<AuthRow> {
  if (row.email_verified !== 1) throw refused('email_not_verified');
  const id = String(row.id);
  const invitation = await claimInvitationOf(tx, { email: String(row.email) }, id);
  if (invitation === null) throw refused('not_invited');
  const name = asVisibleName(String(row.name), NAME_MAX) || invitation.email;
  const user = { ...row, name, image: null, role: invitation.role };
  await recordAudit(tx, {
    actor: { kind: 'user', id, name },
    request_id: authRequests.getStore()?.by.request_id ?? null,
    action: 'user.join',
    target: { kind: 'user', id, name },
    after: { email: invitation.email, role: invitation.role, invitation_id: invitation.id },
  });
  return user;
}

async function addIdentity(tx: Tx, row: AuthRow): Promise<AuthRow> {
  await recordAudit(tx, {
    ...(authRequests.getStore()?.by ?? SYSTEM),
    action: 'user.change',
    target: { kind: 'user', id: String(row.user_id) },
    after: { identity_provider: row.provider_id },
  });
  // Nothing is asked of the provider later: its tokens are not kept.
  return { ...row, access_token: null, refresh_token: null, id_token: null };
}

/** Who may come in and how it is told, in the transactions in which better-auth writes. */
export const createAuthRules = (revocations: Revocations): AuthRules => ({
  async creating(tx, table, row) {
    if (table === 'users') return joinByProvider(tx, row);
    if (table === 'accounts') return addIdentity(tx, row);
    return table === 'sessions' ? startSession(tx, row) : row;
  },
  async removed(tx, table, rows) {
    if (table !== 'sessions') return;
    for (const { id } of rows) {
      const by = authRequests.getStore()?.by ?? SYSTEM;
      await recordAudit(tx, { ...by, action: 'session.sign_out', target: { kind: 'session', id: String(id) } });
    }
  },
  gone(table, rows) {
    if (table !== 'sessions') return;
    for (const { id } of rows) revocations.announce({ session_id: String(id) });
  },
});
