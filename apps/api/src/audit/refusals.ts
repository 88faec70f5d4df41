import type { ErrorCode } from '@easel/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { Store } from '../db/store.js';
import { type Requester, recordAudit } from './record-audit.js';

const WINDOW_MS = 60_000;
/** Beyond so many kinds at once they are counted together. */
const MAX_KINDS = 200;

export interface Refusal {
  by: Requester;
  /** Method and path of the contract, never the address itself: that may hold secrets. */
  route: string;
  code: ErrorCode;
}

interface Counted {
  refusal: Refusal;
  repeated: number;
  timer: NodeJS.Timeout;
}

/**
 * Writes down who was refused what. The first of a kind (actor, route, code) at once; what repeats it within a minute
 * becomes one further entry with its count, so that no flood of refusals fills the disk.
 */
export interface Refusals {
  note(refusal: Refusal): void;
  /** Writes what was counted so far. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  store: Pick<Store, 'write'>;
  log: Pick<FastifyBaseLogger, 'warn'>;
  window_ms?: number;
  max_kinds?: number;
}

export function createRefusals({ store, log, window_ms = WINDOW_MS, max_kinds = MAX_KINDS }: Parts): Refusals {
  const counted = new Map<string, Counted>();
  const writing = new Set<Promise<void>>();
  let isOpen = true;

  function write({ by, route, code }: Refusal, repeated: number | null): void {
    const entry = {
      ...by,
      action: 'request.refuse' as const,
      target: { kind: 'route' as const, id: route },
      outcome: 'refused' as const,
      code,
      ...(repeated === null ? {} : { request_id: null, after: { repeated } }),
    };
    const done = store
      .write((tx) => recordAudit(tx, entry))
      .catch((error: unknown) => log.warn({ err: error }, 'a refusal was not written down'))
      .finally(() => writing.delete(done));
    writing.add(done);
  }

  function end(key: string): void {
    const known = counted.get(key);
    counted.delete(key);
    if (!known) return;
    clearTimeout(known.timer);
    if (known.repeated > 0) write(known.refusal, known.repeated);
  }

  function count(key: string, refusal: Refusal): boolean {
    const known = counted.get(key);
    if (known) known.repeated += 1;
    else counted.set(key, { refusal, repeated: 0, timer: setTimeout(() => end(key), window_ms).unref() });
    return known === undefined;
  }

  async function flush(): Promise<void> {
    for (const key of [...counted.keys()]) end(key);
    await Promise.all(writing);
  }

  return {
    note(refusal) {
      if (!isOpen) return;
      const { actor } = refusal.by;
      const key = JSON.stringify([actor.kind, actor.id ?? actor.name, refusal.route, refusal.code]);
      if (counted.has(key) || counted.size < max_kinds) {
        if (count(key, refusal)) write(refusal, null);
        return;
      }
      const many: Refusal = {
        by: { actor: { kind: 'anonymous', id: null, name: 'many' }, request_id: null },
        route: '*',
        code: refusal.code,
      };
      // One kind for each code, and there are few codes.
      if (count(JSON.stringify(['*', refusal.code]), many)) write(many, 1);
    },
    flush,
    async close() {
      isOpen = false;
      await flush();
    },
  };
}
