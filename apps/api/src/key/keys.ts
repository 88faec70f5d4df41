import type { Scope } from '@easel/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { CompiledQuery } from 'kysely';
import type { KeyRow, UserRow } from '../db/schema.js';
import type { Store } from '../db/store.js';
import type { Caller } from '../http/caller.js';
import { HttpProblem } from '../http/http-problem.js';
import { digestOf, isDigest, readKeyText } from './key-text.js';

/** Uses are noted at most this often. */
const USED_EVERY_MS = 60_000;

/** Proves callers by their keys. */
export interface Keys {
  /** Who holds this key. Throws `invalid_api_key`. */
  authenticate(key: string): Caller;
}

/** Always one row, of nulls when there is no such key: whether there is one costs nearly the same to find out. */
const DIGESTS: CompiledQuery<Record<'digest' | 'previous_digest', string | null>> = CompiledQuery.raw(
  'select keys.digest, keys.previous_digest from (select 1) left join keys on keys.id = ?',
);

type Found = KeyRow & { owner_name: string; owner_role: UserRow['role']; owner_disabled_at: string | null };

const refused = (detail: string) => new HttpProblem('invalid_api_key', detail);

/** Why a key whose secret is right is refused all the same. */
function obstacle(row: Found, isPrevious: boolean, now: string): string | null {
  if (row.revoked_at !== null) return `This key was revoked at ${row.revoked_at}. Make another under Keys.`;
  if (row.owner_disabled_at !== null) return 'Whose key this is was disabled. An administrator can enable them again.';
  if (row.expires_at !== null && row.expires_at <= now) {
    return `This key expired at ${row.expires_at}. Move its expiry under Keys, or make another.`;
  }
  if (isPrevious && (row.previous_until === null || row.previous_until <= now)) {
    return `This secret was replaced at ${row.rotated_at}. Use the new one.`;
  }
  return null;
}

/** When this secret ends: with its key, or before it when it was replaced. */
function endOf({ expires_at, previous_until }: KeyRow, isPrevious: boolean): string | null {
  const ends = [expires_at, isPrevious ? previous_until : null].filter((end) => end !== null);
  return ends.sort()[0] ?? null;
}

const callerOf = (row: Found, isPrevious: boolean): Caller => ({
  owner_id: row.owner_id,
  name: row.owner_name,
  role: row.owner_role,
  kind: 'key',
  session_id: null,
  key: {
    id: row.id,
    name: row.name,
    models: row.models === null ? null : JSON.parse(row.models),
    rate_per_minute: row.rate_per_minute,
  },
  // Checked when they were stored.
  scopes: new Set(JSON.parse(row.scopes) as Scope[]),
  until: endOf(row, isPrevious),
});

/**
 * A key is read from the database at each use, together with its owner: some microseconds, and whatever was changed holds
 * at once.
 */
export function createKeys({ store, log }: { store: Store; log: FastifyBaseLogger }): Keys {
  const query = store.read
    .selectFrom('keys')
    .innerJoin('users', 'users.id', 'keys.owner_id')
    .selectAll('keys')
    .select(['users.name as owner_name', 'users.role as owner_role', 'users.disabled_at as owner_disabled_at'])
    .where('keys.id', '=', '')
    .compile();
  const noting = new Set<string>();

  /** Not waited for: a request is answered before its use is noted. */
  function noteUse(row: Found, now: number): void {
    if (row.last_used_at !== null && now - Date.parse(row.last_used_at) < USED_EVERY_MS) return;
    if (noting.has(row.id)) return;
    noting.add(row.id);
    const last_used_at = new Date(now).toISOString();
    store
      .write((tx) => tx.db.updateTable('keys').set({ last_used_at }).where('id', '=', row.id).execute())
      .catch((error: unknown) => log.warn({ err: error, key_id: row.id }, 'the use of a key was not noted'))
      .finally(() => noting.delete(row.id));
  }

  return {
    authenticate(text) {
      const id = readKeyText(text);
      if (id === null) {
        throw refused('This is not a whole key: it begins with "easel_" and has 71 characters. Copy it again.');
      }
      const [stored] = store.readCompiled(DIGESTS, [id]);
      const digest = digestOf(text);
      // Both are compared whatever the first says.
      const isCurrent = isDigest(digest, stored?.digest ?? null);
      const isPrevious = isDigest(digest, stored?.previous_digest ?? null);
      const [row] = isCurrent || isPrevious ? store.readCompiled<Found>(query, [id]) : [];
      if (!row) throw refused('There is no such key. Make one under Keys.');
      const now = Date.now();
      const why = obstacle(row, !isCurrent, new Date(now).toISOString());
      if (why !== null) throw refused(why);
      noteUse(row, now);
      return callerOf(row, !isCurrent);
    },
  };
}
