import { CompiledQuery } from 'kysely';
import type { Store } from '../db/store.js';

/** Who has as many tasks under way as they may. Their others wait; nobody else does. */
export interface AtCap {
  owners: ReadonlySet<string>;
  keys: string[];
}

/** Few have a cap at all: they have indexes of their own. Asked before every start of a task. */
const AT_CAP: CompiledQuery<{ kind: 'owner' | 'key'; id: string }> = CompiledQuery.raw(`
  select 'owner' as kind, id from users where concurrency_max is not null and concurrency_max <= (
    select count(*) from tasks where tasks.owner_id = users.id and tasks.status = 'processing'
  )
  union all
  select 'key', id from keys where concurrency_max is not null and concurrency_max <= (
    select count(*) from tasks where tasks.key_id = keys.id and tasks.status = 'processing'
  )`);

/** The people and the keys whose tasks under way are as many as their `concurrency_max`. */
export function ownersAndKeysAtCap(store: Pick<Store, 'readCompiled'>): AtCap {
  const rows = store.readCompiled(AT_CAP, []);
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id }) => id);
  return { owners: new Set(of('owner')), keys: of('key') };
}
