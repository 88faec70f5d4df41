/** What is counted within. */
const WINDOW_MS = 60_000;
const SWEEP_EVERY_MS = 60_000;

/** How much of a limit is left after a request, or when the next may come. */
export interface Take {
  allowed: boolean;
  remaining: number;
  /** Until nothing of the limit is used any more. */
  reset_s: number;
  /** Until the next request is allowed; 0 when this one was. */
  retry_after_s: number;
}

/** One limit to count a request against. */
export interface Count {
  /** Who asks for what. */
  name: string;
  per_minute: number;
}

/** Counters of requests per minute, by name. */
export interface Buckets {
  /** Counts a request against every limit, or, when one of them has nothing left, against none. */
  take(counts: readonly Count[]): Take[];
  size(): number;
}

interface Options {
  /** Names kept at most: beyond, the oldest is forgotten. */
  max: number;
  /** Milliseconds that never go back. */
  now?: () => number;
}

/**
 * Generic cell rate algorithm (ITU-T I.371): one number per name, the time at which all that was taken is given back. A
 * minute's worth may come at once, then it comes back evenly. What is refused takes nothing, so hammering on makes no
 * one wait longer.
 */
export function createBuckets({ max, now = () => performance.now() }: Options): Buckets {
  const fullAgainAt = new Map<string, number>();
  let sweptAt = now();

  function sweep(at: number): void {
    sweptAt = at;
    for (const [name, full] of fullAgainAt) if (full <= at) fullAgainAt.delete(name);
  }

  function keep(name: string, full: number, at: number): void {
    if (!fullAgainAt.has(name)) {
      if (fullAgainAt.size >= max || at - sweptAt > SWEEP_EVERY_MS) sweep(at);
      const oldest = fullAgainAt.size >= max ? fullAgainAt.keys().next().value : undefined;
      if (oldest !== undefined) fullAgainAt.delete(oldest);
    }
    fullAgainAt.set(name, full);
  }

  return {
    take(counts) {
      const at = now();
      const wanted = counts.map(({ name, per_minute }) => {
        const each_ms = WINDOW_MS / per_minute;
        const used_ms = Math.max(0, (fullAgainAt.get(name) ?? at) - at);
        // Half a thousandth of one request: sums of fractions are not exact.
        const left = Math.floor((WINDOW_MS - used_ms) / each_ms + 0.0005);
        return { name, each_ms, used_ms, left };
      });
      const allowed = wanted.every(({ left }) => left >= 1);
      return wanted.map(({ name, each_ms, used_ms, left }) => {
        const used = allowed ? used_ms + each_ms : used_ms;
        if (allowed) keep(name, at + used, at);
        return {
          allowed: left >= 1,
          remaining: Math.max(0, allowed ? left - 1 : left),
          reset_s: Math.ceil(used / 1000),
          retry_after_s: left >= 1 ? 0 : Math.max(1, Math.ceil((used_ms + each_ms - WINDOW_MS) / 1000)),
        };
      });
    },
    size: () => fullAgainAt.size,
  };
}
