import type { Tx } from '../db/store.js';

/** Who has an account by password stands with this provider, as better-auth writes it. */
export const BY_PASSWORD = 'credential';

/** The slow hash that signing in checks as well. */
export const hashPassword = async (password: string): Promise<string> =>
  (await import('better-auth/crypto')).hashPassword(password);

export const isPassword = async (password: string, hash: string): Promise<boolean> =>
  (await import('better-auth/crypto')).verifyPassword({ hash, password });

/** Gives a person a password, the first or another. */
export async function writePassword(tx: Tx, user_id: string, password: string): Promise<void> {
  const at = new Date().toISOString();
  const { numUpdatedRows } = await tx.db
    .updateTable('accounts')
    .set({ password, updated_at: at })
    .where('user_id', '=', user_id)
    .where('provider_id', '=', BY_PASSWORD)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  await tx.db
    .insertInto('accounts')
    .values({
      id: crypto.randomUUID(),
      user_id,
      account_id: user_id,
      provider_id: BY_PASSWORD,
      access_token: null,
      refresh_token: null,
      id_token: null,
      access_token_expires_at: null,
      refresh_token_expires_at: null,
      scope: null,
      password,
      created_at: at,
      updated_at: at,
    })
    .execute();
}
