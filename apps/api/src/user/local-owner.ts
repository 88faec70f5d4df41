import type { Store } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { newId } from '../ids.js';

/** The user who owns everything while nobody signs in: a real row, made at the first start. */
export function ensureLocalOwner(store: Store): Promise<string> {
  return store.write(async (tx) => {
    const known = await tx.db.selectFrom('users').select('id').orderBy('id').executeTakeFirst();
    if (known) return known.id;
    const id = newId('user');
    const user = { id, name: 'Local owner', role: 'admin' as const, created_at: new Date().toISOString() };
    await tx.db.insertInto('users').values(user).execute();
    return id;
  });
}

/** Whoever reaches this machine while nobody signs in. */
export const localCaller = (owner_id: string): Caller => ({
  owner_id,
  name: 'Local owner',
  role: 'admin',
  kind: 'local',
  session_id: null,
  key: null,
  scopes: null,
});
