import type { SeriesMetric, TimeSeries } from '@easel/contracts';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { percentileSteps, queueSteps, type Steps, sumSteps, type Values } from './series.queries.js';

const DAY_MS = 24 * 3600 * 1000;
const POINTS_MAX = 500;
const POINTS = 100;
/** Steps that a person can name. */
const ROUND_S = [1, 5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800];

interface Asked {
  metric: SeriesMetric;
  from?: string | undefined;
  to?: string | undefined;
  step_s?: number | undefined;
}

const refuse = (path: string, message: string) =>
  new HttpProblem('invalid_input', `${path}: ${message}.`, { errors: [{ path, message }] });

/** The steps that are asked for: whole ones, counted from midnight, the first and the last cut at nothing. */
function stepsOf({ from, to, step_s }: Asked, now: number): Steps {
  const end = to === undefined ? now + 1 : Date.parse(to);
  const begin = from === undefined ? end - DAY_MS : Date.parse(from);
  if (begin >= end) throw refuse('from', `must be before to, which is ${new Date(end).toISOString()}`);
  const span_s = (end - begin) / 1000;
  const step = step_s ?? ROUND_S.find((round) => span_s / round <= POINTS) ?? Math.ceil(span_s / POINTS);
  const first = Math.floor(begin / (step * 1000)) * step * 1000;
  const count = Math.ceil((end - first) / (step * 1000));
  if (count > POINTS_MAX) {
    throw refuse(
      'step_s',
      `must be at least ${Math.ceil(span_s / (POINTS_MAX - 1))}: there are at most ${POINTS_MAX} points`,
    );
  }
  return { from: new Date(first).toISOString(), to: new Date(end).toISOString(), step_s: step, count };
}

const UNITS = {
  throughput: 'tasks',
  errors: 'tasks',
  queue: 'tasks',
  cost: 'microusd',
  wait: 'ms',
  run: 'ms',
} as const satisfies Record<SeriesMetric, TimeSeries['unit']>;

/** Keys that are always there, so that a plot without one of them says so. */
const ALWAYS: Partial<Record<SeriesMetric, string[]>> = { throughput: ['done', 'failed', 'cancelled'] };

async function valuesOf(
  ctx: Pick<Context, 'store'>,
  metric: SeriesMetric,
  steps: Steps,
): Promise<{ values: Values; sampled: boolean }> {
  const { read } = ctx.store;
  if (metric === 'wait' || metric === 'run') return percentileSteps(read, `${metric}_ms`, steps);
  if (metric === 'queue') return { values: await queueSteps(read, steps), sampled: false };
  return { values: await sumSteps(read, metric, steps), sampled: false };
}

/** One metric over time, from what is stored of tasks. */
export async function readSeries(ctx: Pick<Context, 'store' | 'settings'>, asked: Asked): Promise<TimeSeries> {
  const { metric } = asked;
  const steps = stepsOf(asked, Date.now());
  const { values, sampled } = await valuesOf(ctx, metric, steps);
  const total = (key: string) => (values.get(key) ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const keys = ALWAYS[metric] ?? [...values.keys()];
  if (metric === 'errors' || metric === 'cost') keys.sort((a, b) => total(b) - total(a));
  const begin = Date.parse(steps.from);
  return {
    metric,
    unit: UNITS[metric],
    from: steps.from,
    to: steps.to,
    step_s: steps.step_s,
    at: Array.from({ length: steps.count }, (_, step) => new Date(begin + step * steps.step_s * 1000).toISOString()),
    series: keys.map((key) => ({
      key,
      label: metric === 'cost' ? (ctx.settings.models[key]?.name ?? key) : key.replaceAll('_', ' '),
      values: values.get(key) ?? Array.from({ length: steps.count }, () => 0),
    })),
    sampled,
  };
}
