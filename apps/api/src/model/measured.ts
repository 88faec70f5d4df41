import type { Model } from '@easel/contracts';
import type { Context } from '../context.js';

const SAMPLES = 200;
const FRESH_MS = 5000;
/** What a task is assumed to take before anything was measured. */
const UNKNOWN_MS = 1000;

type Measured = Model['measured'];

function percentile(sorted: number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

const ascending = (values: (number | null)[]) => values.filter((v) => v !== null).sort((a, b) => a - b);

/** Of a model as a whole, and of each mode that is among its last attempts: a loop takes longer than a picture. */
interface Measurements {
  all: Measured;
  modes: Map<string, Measured>;
}

interface Cached extends Measurements {
  at: number;
}
const caches = new WeakMap<object, Map<string, Cached>>();

interface Ended {
  run_ms: number | null;
  start_ms: number | null;
  cost_microusd: number;
  count: number;
}

function summaryOf(rows: Ended[]): Measured {
  // Per output: a task for four pictures takes four times as long.
  const run = ascending(rows.map((row) => (row.run_ms === null ? null : row.run_ms / row.count)));
  const start = ascending(rows.map((row) => row.start_ms));
  const cost = ascending(rows.map((row) => row.cost_microusd / row.count));
  const round = (value: number | null) => (value === null ? null : Math.round(value));
  return {
    samples: rows.length,
    run_ms_p50: round(percentile(run, 0.5)),
    run_ms_p95: round(percentile(run, 0.95)),
    start_ms_p50: round(percentile(start, 0.5)),
    cost_microusd_p50: round(percentile(cost, 0.5)),
  };
}

async function measure(ctx: Pick<Context, 'store'>, model: string): Promise<Measurements> {
  const rows = await ctx.store.read
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .select(['attempts.run_ms', 'attempts.start_ms', 'attempts.cost_microusd', 'tasks.count', 'tasks.mode'])
    .where('attempts.model', '=', model)
    .where('attempts.state', '=', 'succeeded')
    .orderBy('attempts.id', 'desc')
    .limit(SAMPLES)
    .execute();
  const modes = Map.groupBy(rows, (row) => row.mode);
  return { all: summaryOf(rows), modes: new Map([...modes].map(([mode, some]) => [mode, summaryOf(some)])) };
}

async function measurements(ctx: Pick<Context, 'store'>, model: string): Promise<Measurements> {
  const cache = caches.get(ctx.store) ?? new Map<string, Cached>();
  caches.set(ctx.store, cache);
  const known = cache.get(model);
  if (known && Date.now() - known.at < FRESH_MS) return known;
  const measured = await measure(ctx, model);
  cache.set(model, { at: Date.now(), ...measured });
  return measured;
}

/** What recent tasks of a model took, per output; a few seconds old at most. */
export async function measuredOf(ctx: Pick<Context, 'store'>, model: string): Promise<Measured> {
  return (await measurements(ctx, model)).all;
}

/** The same of one mode of the model; null where it is not among the recent ones. */
export async function measuredOfMode(
  ctx: Pick<Context, 'store'>,
  model: string,
  mode: string,
): Promise<Measured | null> {
  return (await measurements(ctx, model)).modes.get(mode) ?? null;
}

/** Expected time of one output, for fairness: from what was last measured. */
export function estimateRunMs(ctx: Pick<Context, 'store'>, model: string, mode: string): number {
  const known = caches.get(ctx.store)?.get(model);
  return known?.modes.get(mode)?.run_ms_p50 ?? known?.all.run_ms_p50 ?? UNKNOWN_MS;
}
