import { z } from 'zod';
import { TaskErrorCode } from '../task/states.js';
import { Need } from './need.schema.js';

const count = z.int().min(0);
const microusd = z.int().min(0);
const ms = z.number().min(0).nullable();

/** Half and nineteen of twenty took no longer, in milliseconds; null until something was measured. */
export const Percentiles = z
  .object({
    p50_ms: ms,
    p95_ms: ms,
    /** How many tasks this was taken from: the newest of the window when there are very many. */
    samples: count,
  })
  .meta({ id: 'Percentiles' });
export type Percentiles = z.infer<typeof Percentiles>;

/** Who spent how much. `key` is null for what was not made with a key. */
export const Spender = z
  .object({
    owner: z.object({ id: z.string(), name: z.string() }),
    key: z.object({ id: z.string(), name: z.string() }).nullable(),
    tasks: count,
    cost_microusd: microusd,
  })
  .meta({ id: 'Spender' });
export type Spender = z.infer<typeof Spender>;

/**
 * Whether all is well, and what needs an operator. What is counted in the window are tasks that ended in it; times are
 * UTC and costs are estimates.
 */
export const Overview = z
  .object({
    at: z.iso.datetime({ precision: 3 }),
    window_s: z.int().min(1),
    /** At present. `waiting_too_long`: pending for longer than the objective. */
    queue: z.object({
      pending: count,
      processing: count,
      oldest_pending_s: z.number().min(0).nullable(),
      waiting_too_long: count,
    }),
    dispatch_paused: z.boolean(),
    /** From creation to the first sign of execution, start-up included. */
    wait: Percentiles,
    /** What the successful attempt took, without start-up. */
    run: Percentiles,
    /**
     * How many of the tasks that began, gave up waiting or still wait too long began within `target_s`
     * (`limits.queued_slo_s`); `met_ratio` is null when there were none, and `ok` asks for 95 of 100.
     */
    objective: z.object({
      target_s: z.number(),
      met_ratio: z.number().min(0).max(1).nullable(),
      ok: z.boolean(),
    }),
    ended: z.object({ done: count, failed: count, cancelled: count, per_hour: z.number().min(0) }),
    errors: z.object({
      /** Failed among done and failed; null when there were none. */
      ratio: z.number().min(0).max(1).nullable(),
      by_code: z.array(z.object({ code: TaskErrorCode, count })),
    }),
    cost: z.object({
      /** Since midnight (UTC). */
      today_microusd: microusd,
      window_microusd: microusd,
      by_model: z.array(z.object({ model: z.string(), name: z.string(), tasks: count, cost_microusd: microusd })),
    }),
    /** Who spent most in the last seven days: five at most. A minute old at most. */
    spenders: z.array(Spender),
    people: z.object({ users: count, keys: count, sessions: count }),
    /** What needs an operator: the worst first, and of these what came last. */
    needs: z.array(Need),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;

/** What can be plotted over time. */
export const SeriesMetric = z.enum(['throughput', 'wait', 'run', 'errors', 'cost', 'queue']);
export type SeriesMetric = z.infer<typeof SeriesMetric>;

/** Points of one metric. All series have one value for each time; a step is named by its beginning. */
export const TimeSeries = z
  .object({
    metric: SeriesMetric,
    unit: z.enum(['tasks', 'ms', 'microusd']),
    from: z.iso.datetime({ precision: 3 }),
    to: z.iso.datetime({ precision: 3 }),
    step_s: z.int().min(1),
    at: z.array(z.iso.datetime({ precision: 3 })),
    series: z.array(
      z.object({
        /** `done`, `failed`, `cancelled`; `p50`, `p95`; an error code; a model; `waiting`. */
        key: z.string(),
        label: z.string(),
        /** Null where nothing was measured. */
        values: z.array(z.number().nullable()),
      }),
    ),
    /** Whether percentiles were taken from the newest tasks of the time only, since there are very many. */
    sampled: z.boolean(),
  })
  .meta({ id: 'TimeSeries' });
export type TimeSeries = z.infer<typeof TimeSeries>;
