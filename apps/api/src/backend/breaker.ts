import type { Breaker, FaultClass } from '@easel/contracts';

/** First pause of an opened breaker; doubles each time it opens again without a success between. */
export const FIRST_PAUSE_MS = 5_000;
export const MAX_PAUSE_MS = 5 * 60_000;
const WINDOW_MS = 10 * 60_000;

/** How far an attempt has come: each step proves that some kinds of trouble are over. */
export type Step = 'accepted' | 'running' | 'done';

interface Rule {
  /** Whether it is about one model; otherwise about the whole backend. */
  by_model: boolean;
  /** How many faults open the breaker; one never does. */
  threshold: number;
  /** Only faults this close together count; null counts all since the last success. */
  window_ms: number | null;
  /** What proves that it is over. */
  cured_by: Step;
}

const whole = (threshold: number, cured_by: Step): Rule => ({
  by_model: false,
  threshold,
  window_ms: threshold === 2 ? null : WINDOW_MS,
  cured_by,
});
const ofModel = (threshold: number, cured_by: Step): Rule => ({ ...whole(threshold, cured_by), by_model: true });

const RULES: Record<FaultClass, Rule> = {
  credentials: whole(2, 'accepted'),
  unreachable: whole(3, 'accepted'),
  throttled: whole(3, 'accepted'),
  lost: whole(3, 'done'),
  missing_function: ofModel(2, 'accepted'),
  stale_function: ofModel(3, 'running'),
  start_failure: ofModel(3, 'running'),
  out_of_memory: ofModel(3, 'done'),
  model_error: ofModel(3, 'done'),
  invalid_output: ofModel(3, 'done'),
};

/** One breaker. Times in ms of the caller's clock. */
export interface BreakerState {
  fault: FaultClass;
  model: string | null;
  /** Times of the faults that count. */
  faults: number[];
  failures: number;
  /** How often it opened since the last success. */
  openings: number;
  retry_at: number | null;
  /** An attempt is under way to find out whether it is over. */
  trying: boolean;
  last_message: string;
}

export interface Fault {
  fault: FaultClass;
  model: string;
  message: string;
  /** The backend said itself how long to wait. */
  retry_after_ms?: number | undefined;
}

const STEPS: Step[] = ['accepted', 'running', 'done'];

/** The model a breaker of this class is kept for; null when it is about the whole backend. */
export const scopeOf = (fault: FaultClass, model: string): string | null => (RULES[fault].by_model ? model : null);

/** Whether this step of an attempt proves that such a fault is over. */
export const cures = (step: Step, fault: FaultClass): boolean =>
  STEPS.indexOf(step) >= STEPS.indexOf(RULES[fault].cured_by);

/** The pause of the n-th opening, at most 5 minutes. `jitter` from 0 to 1 spreads it by a tenth either way. */
export const pauseMs = (opening: number, jitter: number): number =>
  Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(opening - 1, 16) * (0.9 + 0.2 * jitter));

/**
 * Counts a fault. A breaker opens when enough have come in a row or in the window, or when the backend itself says how
 * long to wait; while it is open others only count; after its pause one more opens it again for twice as long.
 */
export function afterFault(before: BreakerState | undefined, fault: Fault, now: number, jitter: number): BreakerState {
  const rule = RULES[fault.fault];
  const recent = (before?.faults ?? []).filter((at) => rule.window_ms === null || now - at <= rule.window_ms);
  const faults = [...recent, now].slice(-rule.threshold);
  const state: BreakerState = {
    fault: fault.fault,
    model: scopeOf(fault.fault, fault.model),
    faults,
    failures: (before?.failures ?? 0) + 1,
    openings: before?.openings ?? 0,
    retry_at: before?.retry_at ?? null,
    trying: before?.trying ?? false,
    last_message: fault.message,
  };
  const closed = state.retry_at === null;
  const pausing = !closed && now < (state.retry_at ?? 0);
  if (pausing) return { ...state, retry_at: Math.max(state.retry_at ?? 0, now + (fault.retry_after_ms ?? 0)) };
  if (closed && faults.length < rule.threshold && fault.retry_after_ms === undefined) return state;
  const openings = state.openings + 1;
  const pause = Math.max(fault.retry_after_ms ?? 0, pauseMs(openings, jitter));
  return { ...state, openings, retry_at: now + pause, trying: false };
}

/** Whether an attempt may start: the breaker is closed, or its pause is over and nobody is trying yet. */
export const allows = (state: BreakerState, now: number): boolean =>
  state.retry_at === null || (now >= state.retry_at && !state.trying);

/** A breaker as operators see it. */
export const breakerView = (state: BreakerState): Breaker => ({
  fault: state.fault,
  model: state.model,
  failures: state.failures,
  open: state.retry_at !== null,
  retry_at: state.retry_at === null ? null : new Date(state.retry_at).toISOString(),
  last_message: state.last_message,
});
