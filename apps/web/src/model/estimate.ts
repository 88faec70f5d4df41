import type { Model } from '@easel/sdk';
import { formatCost, formatDurationRange } from '../app/format';

/** Below this, a range would be a guess. */
const MIN_SAMPLES = 3;

/** What `count` outputs of the model take, a start of a machine included. Null until there are samples. */
export function typicalMs(model: Model, count: number): { low: number; high: number } | null {
  const { samples, run_ms_p50, run_ms_p95, start_ms_p50 } = model.measured;
  if (samples < MIN_SAMPLES || run_ms_p50 === null || run_ms_p95 === null) return null;
  const start = model.availability === 'ready' ? 0 : (start_ms_p50 ?? 0);
  return { low: run_ms_p50 * count + start, high: run_ms_p95 * count + start };
}

/**
 * What `count` outputs of the model will take, as a range, from what recent ones took each: `≈ 0.8–1.4 s · free · starts at once`.
 * Null until there are samples.
 */
export function estimateLine(model: Model, count: number, ahead: number): string | null {
  const typical = typicalMs(model, count);
  if (!typical) return null;
  const { cost_microusd_p50 } = model.measured;
  const parts = [`≈ ${formatDurationRange(typical.low, typical.high)}`];
  if (cost_microusd_p50 !== null) {
    parts.push(cost_microusd_p50 === 0 ? 'free' : `typically ${formatCost(cost_microusd_p50 * count)}`);
  }
  parts.push(startsWhen(model, ahead));
  return parts.join(' · ');
}

/** When a new task would begin. */
export function startsWhen(model: Model, ahead: number): string {
  if (model.availability === 'unavailable') return 'cannot run now';
  if (ahead > 0) return `${ahead} ahead of it`;
  if (model.availability === 'ready') return 'starts at once';
  return model.availability === 'starting' ? 'a machine starts first' : 'waits until its backend is back';
}
