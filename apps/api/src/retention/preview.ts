import type {
  RetentionAmount,
  RetentionOwner,
  RetentionPreview,
  RetentionRuleInput,
  RetentionSample,
} from '@easel/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../context.js';
import type { Db } from '../db/store.js';
import { checkOwners, effectiveRules } from './rules.js';
import { assetsInUse, type Moment, oldAssets, oldTasks, union } from './what-is-old.js';

const SAMPLE = 5;
type Ids = RawBuilder<{ id: string }>;

interface Sum {
  n: number;
  bytes: number;
  oldest_at: string | null;
}

const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a);

async function amountOf(db: Db, tasks: Ids, assets: Ids): Promise<RetentionAmount> {
  const sum = async (query: RawBuilder<Sum>) => {
    const [row] = (await query.execute(db)).rows;
    if (!row) throw new Error('a sum has no row');
    return row;
  };
  const t = await sum(
    sql<Sum>`select count(*) as n, 0 as bytes, min(created_at) as oldest_at from tasks where id in (${tasks})`,
  );
  const a = await sum(
    sql<Sum>`select count(*) as n, coalesce(sum(bytes), 0) as bytes, min(created_at) as oldest_at
      from assets where id in (${assets})`,
  );
  return { tasks: t.n, assets: a.n, bytes: a.bytes, oldest_at: earlier(t.oldest_at, a.oldest_at) };
}

async function ownersOf(db: Db, tasks: Ids, assets: Ids): Promise<RetentionOwner[]> {
  const { rows } = await sql<RetentionOwner>`
    select g.owner_id, coalesce(u.name, g.owner_id) as name, sum(g.tasks) as tasks, sum(g.assets) as assets,
      sum(g.bytes) as bytes
    from (select owner_id, count(*) as tasks, 0 as assets, 0 as bytes from tasks where id in (${tasks}) group by owner_id
      union all
      select owner_id, 0, count(*), sum(bytes) from assets where id in (${assets}) group by owner_id) g
    left join users u on u.id = g.owner_id group by g.owner_id order by bytes desc, g.owner_id`.execute(db);
  return rows;
}

async function sampleOf(db: Db, rule: RetentionRuleInput, moment: Moment): Promise<RetentionSample[]> {
  const tasks = oldTasks(rule, moment);
  const query = tasks
    ? sql<RetentionSample>`select t.id, 'task' as kind, t.type, t.owner_id, t.created_at,
        (select coalesce(sum(bytes), 0) from assets where task_id = t.id and deleted_at is null) as bytes
        from tasks t where t.id in (${tasks}) order by t.created_at, t.id limit ${SAMPLE}`
    : sql<RetentionSample>`select id, kind, type, owner_id, created_at, bytes from assets
        where id in (${oldAssets(rule, moment)}) order by created_at, id limit ${SAMPLE}`;
  return (await query.execute(db)).rows;
}

/** What rules would remove now, each by itself and all together. Changes nothing. */
export async function previewRetention(
  ctx: Pick<Context, 'settings' | 'store'>,
  given: RetentionRuleInput[],
): Promise<RetentionPreview> {
  const db = ctx.store.read;
  await checkOwners(db, given);
  const moment: Moment = { now: Date.now(), used: await assetsInUse(db) };
  const tasksOf = (rules: RetentionRuleInput[]) => union(rules.flatMap((rule) => oldTasks(rule, moment) ?? []));
  const assetsOf = (rules: RetentionRuleInput[]) => union(rules.map((rule) => oldAssets(rule, moment)));
  const rules: RetentionPreview['rules'] = [];
  for (const rule of given) {
    const [tasks, assets] = [tasksOf([rule]), assetsOf([rule])];
    const by_owner = await ownersOf(db, tasks, assets);
    rules.push({ ...(await amountOf(db, tasks, assets)), by_owner, sample: await sampleOf(db, rule, moment) });
  }
  const all = effectiveRules(ctx, given);
  return { rules, total: await amountOf(db, tasksOf(all), assetsOf(all)) };
}
