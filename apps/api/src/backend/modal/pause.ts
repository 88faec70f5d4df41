import { setTimeout as sleep } from 'node:timers/promises';
import type { Timings } from './timings.js';

/** Waits between two tries: longer with each failure, spread by a quarter, and no longer than the signal lasts. */
export async function pauseAfter(failures: number, timings: Timings, signal: AbortSignal): Promise<void> {
  const longest = Math.min(timings.pause_max_ms, timings.pause_first_ms * 2 ** Math.min(failures - 1, 10));
  await sleep(longest * (0.75 + Math.random() / 4), undefined, { signal }).catch(() => undefined);
}
