import { sql } from 'kysely';
import type { Db } from '../db/store.js';
import { newestDurations, percentile, SAMPLES_MAX, type Window } from './ended.queries.js';

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
  const { rows } = await sql<{ step: number; key: string; value: number }>`
    select ${stepOf('finished_at', steps)} as step, ${key} as key, ${value} as value from tasks
    where finished_at >= ${steps.from} and finished_at < ${steps.to} and ${where} group by 1, 2`.execute(db);
  const values: Values = new Map();
  for (const row of rows) {
    const of = values.get(row.key) ?? Array.from({ length: steps.count }, () => 0);
    values.set(row.key, of);
    of[row.step] = row.value;
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

/**
 * How many tasks waited at the end of each step. Whatever waited in the time has ended since its beginning or has not
 * ended: each came when it was created and left when it began, gave up or was cancelled.
 */
export async function queueSteps(db: Db, steps: Steps): Promise<Values> {
  const left = sql`unixepoch(created_at, 'subsec') + wait_ms / 1000.0`;
  const { rows } = await sql<{ came: number; went: number | null; tasks: number }>`
    with waits as (
      select unixepoch(created_at, 'subsec') as came,
        coalesce(${left}, unixepoch(finished_at, 'subsec')) as went
      from tasks where finished_at >= ${steps.from} and created_at < ${steps.to}
      union all
      select unixepoch(created_at, 'subsec'), ${left} from tasks
      where status in ('pending', 'processing') and created_at < ${steps.to}
    )
    select max(-1, cast((came - ${secondsOf(steps.from)}) / ${steps.step_s} as integer)) as came,
      cast((went - ${secondsOf(steps.from)}) / ${steps.step_s} as integer) as went, count(*) as tasks
    from waits where went is null or went >= ${secondsOf(steps.from)} group by 1, 2`.execute(db);
  const changes = Array.from({ length: steps.count }, () => 0);
  for (const { came, went, tasks } of rows) {
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
