import { type Overview, type Percentiles, TaskErrorCode } from '@easel/contracts';
import type { Context } from '../context.js';
import {
  costOf,
  type EndedSum,
  newestDurations,
  percentile,
  SAMPLES_MAX,
  sumEnded,
  sumErrors,
  type Window,
} from './ended.queries.js';
import { readUnfinished, type Unfinished } from './queue.queries.js';
import { readNeeds } from './read-needs.js';
import { readPeople, readSpenders } from './spenders.js';

/** So many of a hundred tasks must begin in time. */
const MET_ENOUGH = 0.95;

async function percentilesOf(ctx: Context, window: Window, column: 'wait_ms' | 'run_ms'): Promise<Percentiles> {
  const rows = (await newestDurations(ctx.store.read, window, column)).slice(0, SAMPLES_MAX);
  const ascending = Float64Array.from(rows, ({ ms }) => ms).sort();
  return { p50_ms: percentile(ascending, 0.5), p95_ms: percentile(ascending, 0.95), samples: rows.length };
}

/** What each model cost, the dearest first. */
function costByModel(ctx: Pick<Context, 'settings'>, rows: EndedSum[]): Overview['cost']['by_model'] {
  const sums = new Map<string, { tasks: number; cost_microusd: number }>();
  for (const { model, tasks, cost_microusd } of rows) {
    const before = sums.get(model) ?? { tasks: 0, cost_microusd: 0 };
    sums.set(model, { tasks: before.tasks + tasks, cost_microusd: before.cost_microusd + cost_microusd });
  }
  return [...sums]
    .map(([model, sum]) => ({ model, name: ctx.settings.models[model]?.name ?? model, ...sum }))
    .sort((a, b) => b.cost_microusd - a.cost_microusd || b.tasks - a.tasks);
}

function objectiveOf(rows: EndedSum[], missed: number, target_s: number): Overview['objective'] {
  const met = rows.reduce((sum, row) => sum + row.met, 0);
  const all = rows.reduce((sum, row) => sum + row.began, 0) + missed;
  const met_ratio = all === 0 ? null : met / all;
  return { target_s, met_ratio, ok: met_ratio === null || met_ratio >= MET_ENOUGH };
}

function queueOf(unfinished: Unfinished[], at: number): Overview['queue'] {
  const sum = (of: 'pending' | 'processing' | 'late') => unfinished.reduce((total, each) => total + each[of], 0);
  const oldest = unfinished.flatMap((each) => each.oldest ?? []).sort()[0];
  const oldest_pending_s = oldest === undefined ? null : Math.max(0, (at - Date.parse(oldest)) / 1000);
  return { pending: sum('pending'), processing: sum('processing'), oldest_pending_s, waiting_too_long: sum('late') };
}

/** Whether all is well, and what needs an operator. */
export async function readOverview(ctx: Context, window_s: number): Promise<Overview> {
  const { read } = ctx.store;
  const now = Date.now();
  const at = new Date(now).toISOString();
  const iso = (ms: number) => new Date(ms).toISOString();
  // The end of a window is left out; what ends in this very moment belongs to it.
  const window = { from: iso(now - window_s * 1000), to: iso(now + 1) };
  const { queued_slo_s: target_s } = ctx.settings.limits;
  const unfinished = await readUnfinished(read, iso(now - target_s * 1000));
  const rows = await sumEnded(read, window, target_s * 1000);
  const queue = queueOf(unfinished, now);
  const errors = await sumErrors(read, window);
  const gaveUp = errors.reduce((sum, each) => sum + (each.code === 'queue_timeout' ? each.never_began : 0), 0);
  const objective = objectiveOf(rows, queue.waiting_too_long + gaveUp, target_s);
  const count = (status: string) => rows.reduce((sum, row) => sum + (row.status === status ? row.tasks : 0), 0);
  const [done, failed, cancelled] = [count('done'), count('failed'), count('cancelled')];
  return {
    at,
    window_s,
    queue,
    dispatch_paused: ctx.backends.dispatchPaused(),
    wait: await percentilesOf(ctx, window, 'wait_ms'),
    run: await percentilesOf(ctx, window, 'run_ms'),
    objective,
    ended: { done, failed, cancelled, per_hour: ((done + failed + cancelled) * 3600) / window_s },
    errors: {
      ratio: done + failed === 0 ? null : failed / (done + failed),
      by_code: errors.flatMap(({ code, tasks }) => {
        const known = TaskErrorCode.safeParse(code).data;
        return known ? { code: known, count: tasks } : [];
      }),
    },
    cost: {
      today_microusd: await costOf(read, { from: `${at.slice(0, 10)}T00:00:00.000Z`, to: window.to }),
      window_microusd: rows.reduce((sum, row) => sum + row.cost_microusd, 0),
      by_model: costByModel(ctx, rows),
    },
    spenders: await readSpenders(ctx, now),
    people: await readPeople(ctx, at),
    needs: await readNeeds(ctx, { unfinished, objective, at }),
  };
}
