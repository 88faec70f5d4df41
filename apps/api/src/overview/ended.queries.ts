import { sql } from 'kysely';
import type { Db } from '../db/store.js';

/**
 * What is asked of the tasks that ended in a time is read from the index `tasks_by_finish` alone, which holds every
 * column that is named here but the error: of those that failed the rows are looked at too.
 */

/** A time as stored: from, included, to, excluded. */
export interface Window {
  from: string;
  to: string;
}

/** Percentiles are taken from no more than so many of the newest. */
export const SAMPLES_MAX = 20_000;

const ended = ({ from, to }: Window) => sql`finished_at >= ${from} and finished_at < ${to}`;

export interface EndedSum {
  model: string;
  status: string;
  tasks: number;
  cost_microusd: number;
  /** How many began within the objective, and how many began at all. */
  met: number;
  began: number;
}

/** Sums of what ended, by model and status. */
export async function sumEnded(db: Db, window: Window, target_ms: number): Promise<EndedSum[]> {
  const { rows } = await sql<EndedSum>`
    select model, status, count(*) as tasks, sum(cost_microusd) as cost_microusd,
      sum(wait_ms <= ${target_ms}) as met, count(wait_ms) as began
    from tasks where ${ended(window)} group by model, status`.execute(db);
  return rows.map((row) => ({ ...row, met: row.met ?? 0 }));
}

/** How many failed, by error code, the most first; and how many of them never began. */
export async function sumErrors(
  db: Db,
  window: Window,
): Promise<{ code: string; tasks: number; never_began: number }[]> {
  const { rows } = await sql<{ code: string; tasks: number; never_began: number }>`
    select error ->> '$.code' as code, count(*) as tasks, sum(wait_ms is null) as never_began
    from tasks where ${ended(window)} and +status = 'failed' group by 1 order by 2 desc, 1`.execute(db);
  return rows;
}

export async function costOf(db: Db, window: Window): Promise<number> {
  const { rows } = await sql<{ cost: number }>`
    select coalesce(sum(cost_microusd), 0) as cost from tasks where ${ended(window)}`.execute(db);
  return rows[0]?.cost ?? 0;
}

export interface SpenderSum {
  owner_id: string;
  key_id: string | null;
  tasks: number;
  cost_microusd: number;
}

/** Who spent most: of people and their keys apart. */
export async function topSpenders(db: Db, window: Window, limit: number): Promise<SpenderSum[]> {
  const { rows } = await sql<SpenderSum>`
    select owner_id, key_id, count(*) as tasks, sum(cost_microusd) as cost_microusd from tasks
    where ${ended(window)} group by owner_id, key_id having sum(cost_microusd) > 0
    order by 4 desc, owner_id, key_id limit ${limit}`.execute(db);
  return rows;
}

/** When the newest that ended did so and what they took; one more than the limit tells that there were more. */
export async function newestDurations(
  db: Db,
  window: Window,
  column: 'wait_ms' | 'run_ms',
): Promise<{ at: number; ms: number }[]> {
  const ms = sql.ref(column);
  const { rows } = await sql<{ at: number; ms: number }>`
    select unixepoch(finished_at) as at, ${ms} as ms from tasks
    where ${ended(window)} and ${ms} is not null order by finished_at desc limit ${SAMPLES_MAX + 1}`.execute(db);
  return rows;
}

/** Of ascending values the one that a share of them does not exceed; null of none. */
export function percentile(ascending: ArrayLike<number>, share: number): number | null {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? null;
}
