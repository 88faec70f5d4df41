import type { InvitationRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';

/** Takes an open invitation for a person who is being made: only one can. Null when there is none. */
export async function claimInvitationOf(
  tx: Tx,
  by: { digest: string } | { email: string },
  userId: string,
): Promise<InvitationRow | null> {
  const at = new Date().toISOString();
  let query = tx.db
    .selectFrom('invitations')
    .select('id')
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at);
  query = 'digest' in by ? query.where('digest', '=', by.digest) : query.where('email', '=', by.email.toLowerCase());
  const found = await query.orderBy('id', 'desc').executeTakeFirst();
  if (!found) return null;
  const claimed = { accepted_at: at, accepted_by: userId };
  return tx.db
    .updateTable('invitations')
    .set(claimed)
    .where('id', '=', found.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
