/** The named points at which a crash test ends the process. */
export type CrashPoint = 'after_insert' | 'after_submit' | 'before_store' | 'before_state';

/** Ends the process at a named point when the configuration says so; otherwise does nothing. */
export interface CrashPoints {
  reach(point: CrashPoint): void;
}

/** @param spec `name` or `name:n` for the n-th arrival, or null */
export function createCrashPoints(spec: string | null): CrashPoints {
  const [name, count = '1'] = spec?.split(':') ?? [];
  let left = Number(count);
  return {
    reach(point) {
      if (point !== name) return;
      left -= 1;
      if (left <= 0) process.kill(process.pid, 'SIGKILL');
    },
  };
}
