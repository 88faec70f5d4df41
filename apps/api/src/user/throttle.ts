import { HttpProblem } from '../http/http-problem.js';

/** How many tries there are at once, and how long one takes to come back. */
interface Rule {
  tries: number;
  refill_ms: number;
}

interface Bucket {
  tries: number;
  at: number;
}

/** Limits tries before anything costly is done for them. */
export interface Throttle {
  /** Takes a try, or throws `rate_limited`. */
  take(name: string): void;
  /** Gives all tries back: this one was right. */
  forgive(name: string): void;
}

const BUCKETS_MAX = 10_000;

/** Buckets in memory, at most so many: those that were used least recently make room. */
export function createThrottle({ tries, refill_ms }: Rule, clock: () => number = Date.now): Throttle {
  const buckets = new Map<string, Bucket>();
  return {
    take(name) {
      const now = clock();
      const known = buckets.get(name) ?? { tries, at: now };
      const bucket = { tries: Math.min(tries, known.tries + (now - known.at) / refill_ms), at: now };
      buckets.delete(name);
      buckets.set(name, bucket);
      const [oldest] = buckets.keys();
      if (buckets.size > BUCKETS_MAX && oldest !== undefined) buckets.delete(oldest);
      if (bucket.tries < 1) {
        const retry_after_s = Math.ceil(((1 - bucket.tries) * refill_ms) / 1000);
        const detail = `Too many attempts. Wait ${retry_after_s} s, then try again.`;
        throw new HttpProblem('rate_limited', detail, { retry_after_s });
      }
      bucket.tries -= 1;
    },
    forgive: (name) => void buckets.delete(name),
  };
}

/** The tries of people who sign in. Those from one network address are counted with all requests without sign-in. */
export const createSignInThrottles = () => ({
  /** For one e-mail address, from wherever. */
  emails: createThrottle({ tries: 10, refill_ms: 60_000 }),
  /** Of somebody who is signed in, with the present password. */
  passwords: createThrottle({ tries: 10, refill_ms: 60_000 }),
});
export type SignInThrottles = ReturnType<typeof createSignInThrottles>;
