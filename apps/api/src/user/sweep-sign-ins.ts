import type { Context } from '../context.js';

/** How long links that nobody can use any more are kept. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Removes what signs nobody in any more: sessions that are over, and links that were used or have expired. */
export async function sweepSignIns({ store }: Pick<Context, 'store'>): Promise<void> {
  const now = Date.now();
  const at = new Date(now).toISOString();
  const old = new Date(now - KEPT_MS).toISOString();
  await store.write(async ({ db }) => {
    await db.deleteFrom('sessions').where('expires_at', '<=', at).execute();
    await db.deleteFrom('one_time_links').where('expires_at', '<=', old).execute();
    await db.deleteFrom('verifications').where('expires_at', '<=', at).execute();
  });
}
