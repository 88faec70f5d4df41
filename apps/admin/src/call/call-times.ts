import type { Call } from '@easel/contracts';

type Times = Pick<Call, 'created_at' | 'started_at' | 'finished_at'>;

/** How long a call ran, or has run so far; null before it has begun. */
export function ranMs(call: Times, now: number): number | null {
  if (call.started_at === null) return null;
  const end = call.finished_at === null ? now : Date.parse(call.finished_at);
  return Math.max(0, end - Date.parse(call.started_at));
}

/** How long a call waited for its first sign, or has waited so far. */
export function waitedMs(call: Times, now: number): number {
  const until = call.started_at ?? call.finished_at;
  return Math.max(0, (until === null ? now : Date.parse(until)) - Date.parse(call.created_at));
}
