import { setImmediate } from 'node:timers/promises';
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

const SLICE_MS = 24 * 3600 * 1000;

/** Reads a time day by day and lets others have their turn between: a month of many tasks takes a while to sum. */
export async function readSlices<Row>(window: Window, read: (slice: Window) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  const end = Date.parse(window.to);
  for (let at = Date.parse(window.from); at < end; at += SLICE_MS) {
    if (rows.length > 0) await setImmediate();
    const to = new Date(Math.min(end, at + SLICE_MS)).toISOString();
    rows.push(...(await read({ from: new Date(at).toISOString(), to })));
  }
  return rows;
}

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

/** Sums of what ended, by model and status; of a longer time there are several of each. */
export const sumEnded = (db: Db, window: Window, target_ms: number): Promise<EndedSum[]> =>
  readSlices(window, async (slice) => {
    const { rows } = await sql<EndedSum>`
      select model, status, count(*) as tasks, sum(cost_microusd) as cost_microusd,
        coalesce(sum(wait_ms <= ${target_ms}), 0) as met, count(wait_ms) as began
      from tasks where ${ended(slice)} group by model, status`.execute(db);
    return rows;
  });

export interface ErrorSum {
  code: string;
  tasks: number;
  /** How many of them never began. */
  never_began: number;
}

/** How many failed, by error code, the most first. */
export async function sumErrors(db: Db, window: Window): Promise<ErrorSum[]> {
  const found = await readSlices(window, async (slice) => {
    // The plus keeps the planner at the time.
    const { rows } = await sql<ErrorSum>`
      select error ->> '$.code' as code, count(*) as tasks, sum(wait_ms is null) as never_began
      from tasks where ${ended(slice)} and +status = 'failed' group by 1`.execute(db);
    return rows;
  });
  const sums = new Map<string, ErrorSum>();
  for (const { code, tasks, never_began } of found) {
    const before = sums.get(code) ?? { code, tasks: 0, never_began: 0 };
    sums.set(code, { code, tasks: before.tasks + tasks, never_began: before.never_began + never_began });
  }
  return [...sums.values()].sort((a, b) => b.tasks - a.tasks || (a.code < b.code ? -1 : 1));
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
  const found = await readSlices(window, async (slice) => {
    const { rows } = await sql<SpenderSum>`
      select owner_id, key_id, count(*) as tasks, sum(cost_microusd) as cost_microusd from tasks
      where ${ended(slice)} and cost_microusd > 0 group by owner_id, key_id`.execute(db);
    return rows;
  });
  const sums = new Map<string, SpenderSum>();
  for (const row of found) {
    const holder = `${row.owner_id} ${row.key_id}`;
    const before = sums.get(holder) ?? { tasks: 0, cost_microusd: 0 };
    const cost_microusd = before.cost_microusd + row.cost_microusd;
    sums.set(holder, { ...row, tasks: before.tasks + row.tasks, cost_microusd });
  }
  return [...sums.values()].sort((a, b) => b.cost_microusd - a.cost_microusd).slice(0, limit);
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
