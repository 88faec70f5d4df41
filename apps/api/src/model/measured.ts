import type { Model } from '@easel/contracts';
import type { Context } from '../context.js';

const SAMPLES = 200;
const FRESH_MS = 5000;
/** What a task is assumed to take before anything was measured. */
const UNKNOWN_MS = 1000;

type Measured = Model['measured'];
const NOTHING: Measured = {
  samples: 0,
  run_ms_p50: null,
  run_ms_p95: null,
  start_ms_p50: null,
  cost_microusd_p50: null,
};

function percentile(sorted: number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

const ascending = (values: (number | null)[]) => values.filter((v) => v !== null).sort((a, b) => a - b);

interface Cached {
  at: number;
  measured: Measured;
}
const caches = new WeakMap<object, Map<string, Cached>>();

async function measure(ctx: Pick<Context, 'store'>, model: string): Promise<Measured> {
  const rows = await ctx.store.read
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .select(['attempts.run_ms', 'attempts.start_ms', 'attempts.cost_microusd', 'tasks.count'])
    .where('attempts.model', '=', model)
    .where('attempts.state', '=', 'succeeded')
    .orderBy('attempts.id', 'desc')
    .limit(SAMPLES)
    .execute();
  if (rows.length === 0) return NOTHING;
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

/** What recent tasks of a model took, per output; a few seconds old at most. */
export async function measuredOf(ctx: Pick<Context, 'store'>, model: string): Promise<Measured> {
  const cache = caches.get(ctx.store) ?? new Map<string, Cached>();
  caches.set(ctx.store, cache);
  const known = cache.get(model);
  if (known && Date.now() - known.at < FRESH_MS) return known.measured;
  const measured = await measure(ctx, model);
  cache.set(model, { at: Date.now(), measured });
  return measured;
}

/** Expected time of one output, for fairness: from what was last measured. */
export function estimateRunMs(ctx: Pick<Context, 'store'>, model: string): number {
  return caches.get(ctx.store)?.get(model)?.measured.run_ms_p50 ?? UNKNOWN_MS;
}
