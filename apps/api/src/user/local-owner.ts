import type { Store, Tx } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { newId } from '../ids.js';

const NAME = 'local_owner';

/** Whose row it is, or, in a directory of before this was noted, whose was first. */
async function knownOwner(tx: Tx): Promise<string | undefined> {
  const noted = await tx.db.selectFrom('installation').select('value').where('name', '=', NAME).executeTakeFirst();
  // A JSON text, written below.
  if (noted) return JSON.parse(noted.value) as string;
  return (await tx.db.selectFrom('users').select('id').orderBy('id').executeTakeFirst())?.id;
}

/** The user who owns everything while nobody signs in: a real row, made at the first start. */
export function ensureLocalOwner(store: Store): Promise<string> {
  return store.write(async (tx) => {
    const created_at = new Date().toISOString();
    const known = await knownOwner(tx);
    const id = known ?? newId('user');
    if (known === undefined) {
      await tx.db.insertInto('users').values({ id, name: 'Local owner', role: 'admin', created_at }).execute();
    }
    await tx.db
      .insertInto('installation')
      .values({ name: NAME, value: JSON.stringify(id), changed_at: created_at })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return id;
  });
}

/** Whoever reaches this machine while nobody signs in: may do everything, whatever their row says of accounts. */
export const localCaller = (owner_id: string): Caller => ({
  owner_id,
  name: 'Local owner',
  role: 'admin',
  kind: 'local',
  session_id: null,
  until: null,
  key: null,
  scopes: null,
});
