import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/store.js';
import { newestDurations, percentile, readSlices, SAMPLES_MAX, type Window } from './ended.queries.js';

/** Steps of a time: `count` of them, of `step_s` seconds each. */
export interface Steps extends Window {
  step_s: number;
  count: number;
}

/** Values by key, one for each step. */
export type Values = Map<string, (number | null)[]>;

const secondsOf = (iso: string) => Date.parse(iso) / 1000;

/** In which step a column's time lies. */
const stepOf = (column: string, { from, step_s }: Steps) =>
  sql<number>`cast((unixepoch(${sql.ref(column)}, 'subsec') - ${secondsOf(from)}) / ${step_s} as integer)`;

const KEYS = {
  throughput: { key: sql`status`, value: sql`count(*)`, where: sql`true` },
  errors: { key: sql`error ->> '$.code'`, value: sql`count(*)`, where: sql`+status = 'failed'` },
  cost: { key: sql`model`, value: sql`sum(cost_microusd)`, where: sql`cost_microusd > 0` },
} as const;
export type SummedMetric = keyof typeof KEYS;

/** Sums of what ended in each step, by status, error code or model. */
export async function sumSteps(db: Db, metric: SummedMetric, steps: Steps): Promise<Values> {
  const { key, value, where } = KEYS[metric];
  const rows = await readSlices(steps, async ({ from, to }) => {
    const { rows: found } = await sql<{ step: number; key: string; value: number }>`
      select ${stepOf('finished_at', steps)} as step, ${key} as key, ${value} as value from tasks
      where finished_at >= ${from} and finished_at < ${to} and ${where} group by 1, 2`.execute(db);
    return found;
  });
  const values: Values = new Map();
  for (const row of rows) {
    const of = values.get(row.key) ?? Array.from({ length: steps.count }, () => 0);
    values.set(row.key, of);
    // A step may lie in two of the parts that are read.
    of[row.step] = (of[row.step] ?? 0) + row.value;
  }
  return values;
}

/** p50 and p95 of what ended in each step. */
export async function percentileSteps(
  db: Db,
  column: 'wait_ms' | 'run_ms',
  steps: Steps,
): Promise<{ values: Values; sampled: boolean }> {
  const rows = await newestDurations(db, steps, column);
  const sampled = rows.length > SAMPLES_MAX;
  const found = Array.from({ length: steps.count }, (): number[] => []);
  const begin = secondsOf(steps.from);
  for (const { at, ms } of sampled ? rows.slice(0, SAMPLES_MAX) : rows) {
    found[Math.max(0, Math.floor((at - begin) / steps.step_s))]?.push(ms);
  }
  const ascending = found.map((of) => Float64Array.from(of).sort());
  const values: Values = new Map([
    ['p50', ascending.map((of) => percentile(of, 0.5))],
    ['p95', ascending.map((of) => percentile(of, 0.95))],
  ]);
  return { values, sampled };
}

interface Wait {
  /** Steps in which it came and went; null while it waits. */
  came: number;
  went: number | null;
  tasks: number;
}

/**
 * How many tasks waited at the end of each step. Whatever waited in the time has ended since its beginning or has not
 * ended: each came when it was created and left when it began, gave up or was cancelled.
 */
export async function queueSteps(db: Db, steps: Steps): Promise<Values> {
  const begin = secondsOf(steps.from);
  const left = sql`unixepoch(created_at, 'subsec') + wait_ms / 1000.0`;
  const read = async (which: RawBuilder<unknown>, went: RawBuilder<unknown>) => {
    const { rows } = await sql<Wait>`
      select max(-1, cast((unixepoch(created_at, 'subsec') - ${begin}) / ${steps.step_s} as integer)) as came,
        cast((${went} - ${begin}) / ${steps.step_s} as integer) as went, count(*) as tasks
      from tasks where ${which} and created_at < ${steps.to} and (${went} is null or ${went} >= ${begin})
      group by 1, 2`.execute(db);
    return rows;
  };
  // What waited at the end of the time may have ended long after it.
  const now = new Date(Math.max(Date.now() + 1, Date.parse(steps.to))).toISOString();
  const ended = await readSlices({ from: steps.from, to: now }, ({ from, to }) =>
    read(sql`finished_at >= ${from} and finished_at < ${to}`, sql`coalesce(${left}, unixepoch(finished_at, 'subsec'))`),
  );
  const unfinished = await read(sql`status in ('pending', 'processing')`, left);
  const changes = Array.from({ length: steps.count }, () => 0);
  for (const { came, went, tasks } of [...ended, ...unfinished]) {
    const first = Math.max(0, came);
    changes[first] = (changes[first] ?? 0) + tasks;
    if (went !== null && went < steps.count) changes[went] = (changes[went] ?? 0) - tasks;
  }
  let waiting = 0;
  const values = changes.map((change) => {
    waiting += change;
    return waiting;
  });
  return new Map([['waiting', values]]);
}
