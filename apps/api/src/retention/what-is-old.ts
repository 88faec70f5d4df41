import type { RetentionRuleInput } from '@easel/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/store.js';

const DAY_MS = 24 * 3600 * 1000;
const ASSET_ID = /asset_[0-9a-z]{26}/g;

type Ids = RawBuilder<{ id: string }>;

/** The assets that unfinished tasks read, results of others among them. */
export async function assetsInUse(db: Db): Promise<string[]> {
  const tasks = await db.selectFrom('tasks').select('input').where('status', 'in', ['pending', 'processing']).execute();
  return [...new Set(tasks.flatMap(({ input }) => input.match(ASSET_ID) ?? []))];
}

export interface Moment {
  now: number;
  /** From `assetsInUse`. */
  used: string[];
}

const cutoff = (rule: RetentionRuleInput, { now }: Moment) =>
  new Date(now - rule.older_than_days * DAY_MS).toISOString();
const listed = (ids: string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** Tasks that a rule removes: ended ones, none of whose results is a favourite to be kept or is being used. */
export function oldTasks(rule: RetentionRuleInput, moment: Moment): Ids | null {
  if (rule.kind !== 'task') return null;
  return sql`select t.id from tasks t
    where t.deleted_at is null and t.status in ('done', 'failed', 'cancelled')
      and coalesce(t.finished_at, t.created_at) < ${cutoff(rule, moment)}
      and (${rule.type} is null or t.type = ${rule.type})
      and (${rule.owner_id} is null or t.owner_id = ${rule.owner_id})
      and not exists (select 1 from assets r where r.task_id = t.id and r.deleted_at is null
        and ((r.favorite = 1 and ${Number(rule.keep_favorites)} = 1) or r.id in ${listed(moment.used)}))`;
}

/** Assets that a rule removes: of its kind, or the results of its tasks. */
export function oldAssets(rule: RetentionRuleInput, moment: Moment): Ids {
  const tasks = oldTasks(rule, moment);
  if (tasks) return sql`select r.id from assets r where r.deleted_at is null and r.task_id in (${tasks})`;
  return sql`select a.id from assets a
    where a.deleted_at is null and a.kind = ${rule.kind} and a.created_at < ${cutoff(rule, moment)}
      and (${rule.type} is null or a.type = ${rule.type})
      and (${rule.owner_id} is null or a.owner_id = ${rule.owner_id})
      and (a.favorite = 0 or ${Number(rule.keep_favorites)} = 0)
      and a.id not in ${listed(moment.used)}
      and not exists (select 1 from tasks t where t.id = a.task_id and t.status in ('pending', 'processing'))`;
}

/** All of several lists, each id once. */
export const union = (lists: Ids[]): Ids =>
  lists.length === 0 ? sql`select null as id where 0` : sql`${sql.join(lists, sql` union `)}`;
