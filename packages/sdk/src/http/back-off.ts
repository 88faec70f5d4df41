const FIRST_MS = 250;
const CAP_MS = 8_000;
/** A server that asks for a longer pause than this is not waited for: the caller decides. */
export const MAX_RETRY_AFTER_MS = 60_000;

/** Pause before repetition number `attempt` (from 0): doubles up to 8 s, with full jitter above half of it. */
export function backOff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}

/** Reads `Retry-After` (seconds or a date) as milliseconds from now; null when absent or unreadable. */
export function readRetryAfter(value: string | null, now = Date.now()): number | null {
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
