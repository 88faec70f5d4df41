const [MINUTE_S, HOUR_S] = [60, 3600];
/** Pauses after each failed attempt; the last is repeated. */
const PAUSES_S = [
  5,
  30,
  2 * MINUTE_S,
  10 * MINUTE_S,
  30 * MINUTE_S,
  HOUR_S,
  2 * HOUR_S,
  5 * HOUR_S,
  10 * HOUR_S,
  14 * HOUR_S,
  12 * HOUR_S,
];
const JITTER = 0.2;
const RETRY_AFTER_MAX_S = 12 * HOUR_S;

/** How long a message is tried, and how long an endpoint may fail before it is switched off. */
export const GIVE_UP_MS = 3 * 24 * HOUR_S * 1000;

/**
 * Time to the next attempt. Spread by a fifth either way, so that what failed together does not return together; never
 * before what the receiver asked for, within half a day.
 * @param failures attempts that have failed so far, at least 1
 * @param random from 0 to 1
 */
export function pauseMs(failures: number, retryAfterS: number | null, random: number): number {
  const pause = PAUSES_S[Math.min(failures, PAUSES_S.length) - 1] ?? 0;
  const spread = pause * (1 - JITTER + 2 * JITTER * random);
  return Math.round(Math.max(spread, Math.min(retryAfterS ?? 0, RETRY_AFTER_MAX_S)) * 1000);
}
