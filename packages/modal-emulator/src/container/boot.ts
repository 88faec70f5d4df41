import { pause } from '../fault/wait.js';
import type { FunctionSpec, Surroundings } from '../function/function-spec.js';
import type { LiveContainer } from './live-container.js';

export const DEFAULT_TIMEOUT_MS = 300_000;

/** Starts a container: the wait for a machine, then `enter` under its own time-out. Rejects when it crashes. */
export async function boot(container: LiveContainer, spec: FunctionSpec, around: Surroundings): Promise<void> {
  const { signal } = container.end;
  await pause(spec.cold_start_ms ?? 0, signal);
  if (spec.crash_loop) throw new Error('The container exits while it starts');
  if (!spec.enter || signal.aborted) return;
  const limit_ms = spec.startup_timeout_ms ?? spec.timeout_ms ?? DEFAULT_TIMEOUT_MS;
  const late = new AbortController();
  const entered = Promise.resolve(spec.enter(container, { ...around, signal }));
  const tooLate = pause(limit_ms, late.signal).then(() => {
    if (!late.signal.aborted) throw new Error(`enter took longer than ${limit_ms} ms`);
  });
  // Whichever loses the race may still reject, unheard.
  tooLate.catch(() => undefined);
  entered.catch(() => undefined);
  try {
    await Promise.race([entered, tooLate]);
  } finally {
    late.abort();
  }
}
