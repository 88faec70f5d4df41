import type { Limits } from '@easel/contracts';
import type { Caller } from '../http/caller.js';
import { HttpProblem } from '../http/http-problem.js';
import { type Buckets, type Count, createBuckets, type Take } from './buckets.js';
import { networkOf } from './network-of.js';
import type { RouteClass } from './route-class.js';

const OWNERS_MAX = 50_000;
const ADDRESSES_MAX = 50_000;

const WORDS: Record<RouteClass, string> = {
  read: 'reads',
  media: 'reads of files',
  write: 'changes',
  create: 'things made',
  upload: 'uploads',
  auth: 'requests without sign-in',
};

/** The verdict on one request, with what its headers tell. */
export interface Verdict {
  policies: (Take & { policy: string; per_minute: number })[];
  /** Null when it may pass. */
  refusal: HttpProblem | null;
}

/** Keeps anyone from asking too much at the expense of others. */
export interface RateLimits {
  /** Null when nothing is counted: for the owner of this machine while nobody signs in. */
  count(route: RouteClass, caller: Caller | null, ip: string): Verdict | null;
  /** Counts a stream of events that is opened. Returns what tells of its end. Throws `rate_limited`. */
  openStream(caller: Caller): () => void;
}

function verdictOf(policies: (Count & { policy: string })[], buckets: Buckets, words: string): Verdict {
  const taken = buckets.take(policies);
  const all = policies.flatMap(({ policy, per_minute }, i) => {
    const take = taken[i];
    return take ? [{ ...take, policy, per_minute }] : [];
  });
  const refused = all.filter(({ allowed }) => !allowed);
  const [first] = refused.sort((a, b) => b.retry_after_s - a.retry_after_s);
  if (!first) return { policies: all, refusal: null };
  const { retry_after_s, per_minute } = first;
  const whose = first.policy === 'key' ? 'This key may send' : 'You may send';
  const what = first.policy === 'key' ? 'requests' : words;
  const detail = `${whose} ${per_minute} ${what} a minute. Wait ${retry_after_s} s.`;
  return { policies: all, refusal: new HttpProblem('rate_limited', detail, { retry_after_s }) };
}

export function createRateLimits({ rates }: Pick<Limits, 'rates'>): RateLimits {
  // Apart, so that a flood of addresses makes nobody's own count be forgotten.
  const owners = createBuckets({ max: OWNERS_MAX });
  const addresses = createBuckets({ max: ADDRESSES_MAX });
  const streams = new Map<string, number>();
  const perMinute: Record<RouteClass, number> = {
    read: rates.read_per_minute,
    media: rates.media_per_minute,
    write: rates.write_per_minute,
    create: rates.create_per_minute,
    upload: rates.upload_per_minute,
    auth: rates.auth_per_minute,
  };
  return {
    count(route, caller, ip) {
      if (caller?.kind === 'local') return null;
      const per_minute = perMinute[route];
      if (!caller || route === 'auth') {
        const count = { name: `${route} ${networkOf(ip)}`, per_minute, policy: route };
        return verdictOf([count], addresses, WORDS[route]);
      }
      const counts = [{ name: `${route} ${caller.owner_id}`, per_minute, policy: route as string }];
      if (caller.key?.rate_per_minute) {
        counts.push({ name: caller.key.id, per_minute: caller.key.rate_per_minute, policy: 'key' });
      }
      return verdictOf(counts, owners, WORDS[route]);
    },
    openStream({ kind, owner_id }) {
      if (kind === 'local') return () => {};
      const open = streams.get(owner_id) ?? 0;
      if (open >= rates.streams_max) {
        const detail = `You have ${open} streams of events open, as many as you may. Close one, or follow all tasks by one stream.`;
        throw new HttpProblem('rate_limited', detail, { retry_after_s: 5 });
      }
      streams.set(owner_id, open + 1);
      let counted = true;
      return () => {
        if (!counted) return;
        counted = false;
        const left = (streams.get(owner_id) ?? 1) - 1;
        if (left > 0) streams.set(owner_id, left);
        else streams.delete(owner_id);
      };
    },
  };
}
