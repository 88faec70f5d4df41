import type { Key, OwnedKey, Scope } from '@easel/contracts';
import type { KeyRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { monthOf } from '../limit/spending.repository.js';

export const now = (): string => new Date().toISOString();

export const keyNotFound = (id: string) => new HttpProblem('not_found', `There is no key "${id.slice(0, 64)}".`);

/** A key of an owner, or of anyone when the owner is null. */
export function findKey(db: Db, ownerId: string | null, id: string): Promise<KeyRow | undefined> {
  const query = db.selectFrom('keys').selectAll().where('id', '=', id);
  return (ownerId === null ? query : query.where('owner_id', '=', ownerId)).executeTakeFirst();
}

/** Lists are stored as JSON that was checked before. */
export const scopesOf = (row: KeyRow): Scope[] => JSON.parse(row.scopes);
export const modelsOf = (row: KeyRow): string[] | null => (row.models === null ? null : JSON.parse(row.models));

function stateOf(row: KeyRow, at: string): Key['state'] {
  if (row.revoked_at !== null) return 'revoked';
  return row.expires_at !== null && row.expires_at <= at ? 'expired' : 'active';
}

/** Keys as they are shown, with what they spent this month. */
export async function viewKeys(db: Db, rows: KeyRow[]): Promise<Key[]> {
  const ids = rows.map((row) => row.id);
  const at = now();
  const spending = await db
    .selectFrom('spending')
    .selectAll()
    .where('scope', '=', 'key')
    .where('scope_id', 'in', ids)
    .where('month', '=', monthOf(at))
    .execute();
  const spent = new Map(spending.map((row) => [row.scope_id, row]));
  return rows.map((row) => ({
    id: row.id,
    owner_id: row.owner_id,
    name: row.name,
    hint: row.hint,
    scopes: scopesOf(row),
    models: modelsOf(row),
    expires_at: row.expires_at,
    rate_per_minute: row.rate_per_minute,
    concurrency_max: row.concurrency_max,
    budget_microusd: row.budget_microusd,
    spent_microusd: spent.get(row.id)?.settled_microusd ?? 0,
    reserved_microusd: spent.get(row.id)?.reserved_microusd ?? 0,
    last_used_at: row.last_used_at,
    rotated_at: row.rotated_at,
    previous_until: row.previous_until !== null && row.previous_until > at ? row.previous_until : null,
    created_at: row.created_at,
    revoked_at: row.revoked_at,
    state: stateOf(row, at),
  }));
}

/** One key as it is shown. */
export async function viewKey(db: Db, ownerId: string | null, id: string): Promise<Key> {
  const row = await findKey(db, ownerId, id);
  const [key] = row ? await viewKeys(db, [row]) : [];
  if (!key) throw keyNotFound(id);
  return key;
}

/** Keys with the names of whose they are. */
export async function withOwners(db: Db, keys: Key[]): Promise<OwnedKey[]> {
  const ids = [...new Set(keys.map((key) => key.owner_id))];
  const owners = await db.selectFrom('users').select(['id', 'name']).where('id', 'in', ids).execute();
  const names = new Map(owners.map(({ id, name }) => [id, name]));
  return keys.map((key) => ({ ...key, owner_name: names.get(key.owner_id) ?? key.owner_id }));
}
