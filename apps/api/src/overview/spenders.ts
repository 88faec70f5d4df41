import type { Overview, Spender } from '@easel/contracts';
import { sql } from 'kysely';
import type { Context } from '../context.js';
import { topSpenders } from './ended.queries.js';

const WEEK_MS = 7 * 24 * 3600 * 1000;
const FRESH_MS = 60_000;
const SHOWN = 5;

async function spendersOf({ store: { read } }: Pick<Context, 'store'>, now: number): Promise<Spender[]> {
  const window = { from: new Date(now - WEEK_MS).toISOString(), to: new Date(now + 1).toISOString() };
  const sums = await topSpenders(read, window, SHOWN);
  const owners = await read
    .selectFrom('users')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(sums.map(({ owner_id }) => owner_id))])
    .execute();
  const keys = await read
    .selectFrom('keys')
    .select(['id', 'name'])
    .where(
      'id',
      'in',
      sums.flatMap(({ key_id }) => key_id ?? []),
    )
    .execute();
  const nameOf = (rows: { id: string; name: string }[], id: string) => rows.find((row) => row.id === id)?.name ?? id;
  return sums.map(({ owner_id, key_id, tasks, cost_microusd }) => ({
    owner: { id: owner_id, name: nameOf(owners, owner_id) },
    key: key_id === null ? null : { id: key_id, name: nameOf(keys, key_id) },
    tasks,
    cost_microusd,
  }));
}

const known = new WeakMap<object, { at: number; spenders: Promise<Spender[]> }>();

/** Who spent most in seven days. A week is many tasks: they are summed once a minute at most. */
export function readSpenders(ctx: Pick<Context, 'store'>, now: number): Promise<Spender[]> {
  const before = known.get(ctx.store);
  if (before && now - before.at < FRESH_MS) return before.spenders;
  const spenders = spendersOf(ctx, now);
  known.set(ctx.store, { at: now, spenders });
  spenders.catch(() => known.delete(ctx.store));
  return spenders;
}

/** How many people may come in, with how many keys and open sessions. */
export async function readPeople({ store }: Pick<Context, 'store'>, at: string): Promise<Overview['people']> {
  const { rows } = await sql<Overview['people']>`
    select (select count(*) from users where disabled_at is null) as users,
      (select count(*) from keys where revoked_at is null and (expires_at is null or expires_at > ${at})) as keys,
      (select count(*) from sessions where expires_at > ${at}) as sessions`.execute(store.read);
  return rows[0] ?? { users: 0, keys: 0, sessions: 0 };
}
