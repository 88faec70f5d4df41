import type { Usage, UsageGroup, UsageItem } from '@easel/contracts';
import { sql } from 'kysely';
import type { Context } from '../context.js';
import type { Db } from '../db/store.js';

/** Days, both included. */
export interface Period {
  from: string;
  to: string;
}

const KEYS = {
  day: sql<string>`substr(attempts.created_at, 1, 10)`,
  model: sql<string>`attempts.model`,
  backend: sql<string>`attempts.backend_id`,
  owner: sql<string>`tasks.owner_id`,
} satisfies Record<UsageGroup, unknown>;

/** Sums over the attempts of a period that began to run. */
function sums(db: Db, { from, to }: Period) {
  const after = new Date(Date.parse(to) + 24 * 3600 * 1000).toISOString();
  return db
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .where('attempts.created_at', '>=', from)
    .where('attempts.created_at', '<', after)
    .where('attempts.never_ran', '=', 0)
    .select([
      sql<number>`count(distinct attempts.task_id)`.as('tasks'),
      sql<number>`count(*)`.as('attempts'),
      sql<number>`count(*) filter (where attempts.state = 'failed')`.as('failed_attempts'),
      sql<number>`coalesce(sum(attempts.run_ms), 0)`.as('run_ms'),
      sql<number>`coalesce(sum(attempts.cost_microusd), 0)`.as('cost_microusd'),
    ]);
}

/** What a key is called, where it has a name. */
async function labelsOf(ctx: Pick<Context, 'settings' | 'store'>, group: UsageGroup): Promise<Map<string, string>> {
  const { read } = ctx.store;
  if (group === 'model') return new Map(Object.entries(ctx.settings.models).map(([id, { name }]) => [id, name]));
  if (group === 'owner') {
    const users = await read.selectFrom('users').select(['id', 'name']).execute();
    return new Map(users.map(({ id, name }) => [id, name]));
  }
  if (group === 'day') return new Map();
  const backends = await read
    .selectFrom('attempts')
    .select((eb) => ['backend_id', 'backend_label', eb.fn.max('id').as('last')])
    .groupBy('backend_id')
    .execute();
  return new Map(backends.map(({ backend_id, backend_label }) => [backend_id, backend_label]));
}

/** What was run in a period and its estimated cost, by day, model, backend or owner; the dearest first, days in order. */
export async function readUsage(
  ctx: Pick<Context, 'settings' | 'store'>,
  group_by: UsageGroup,
  period: Period,
): Promise<Usage> {
  const key = KEYS[group_by];
  const rows = await sums(ctx.store.read, period).select(key.as('key')).groupBy(key).execute();
  const labels = await labelsOf(ctx, group_by);
  const items: UsageItem[] = rows.map((row) => ({ ...row, label: labels.get(row.key) ?? row.key }));
  items.sort((a, b) => {
    if (group_by === 'day') return a.key < b.key ? -1 : 1;
    return b.cost_microusd - a.cost_microusd || b.attempts - a.attempts || (a.key < b.key ? -1 : 1);
  });
  const total = await sums(ctx.store.read, period).executeTakeFirstOrThrow();
  return { group_by, ...period, items, total: { ...total, key: 'total', label: 'Total' } };
}
