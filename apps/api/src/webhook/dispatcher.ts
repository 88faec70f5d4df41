import type { FastifyBaseLogger } from 'fastify';
import type { Dispatcher as Agent } from 'undici';
import type { DeliveryRow } from '../db/schema.js';
import type { Store } from '../db/store.js';
import type { SecretBox } from '../secret-box.js';
import type { Endpoints } from './endpoints.js';
import { recordAttempt } from './record-attempt.js';
import { sendWebhook } from './send-webhook.js';
import { createTurns } from './turns.js';
import { openSecrets, type SealedSecrets } from './webhook-secret.js';

const TIMER_MAX_MS = 60_000;
/** Whoever takes longer to answer holds places that others wait for: it gets one at a time. */
const SLOW_MS = 3_000;
/** Pause when the database could not be read or written. */
const DATABASE_PAUSE_MS = 5_000;

export interface DispatcherParts {
  store: Store;
  log: FastifyBaseLogger;
  agent: Agent;
  box: SecretBox;
  endpoints: Endpoints;
  now: () => number;
  random: () => number;
}

/** Sends what is due. One process sends, so what is under way is known in memory; all else is in the database. */
export interface Dispatcher {
  /** Finds what is to be sent, and begins. */
  start(): Promise<void>;
  /** Something is due at these targets. */
  touch(targets: Iterable<string>): void;
  /** Looks again what is due now. */
  wake(): void;
  /** Sends one delivery at once, whatever else waits, and returns when its outcome is written. */
  sendNow(row: DeliveryRow): Promise<void>;
  /** Breaks off what is under way: it is sent again by the next process. */
  close(): Promise<void>;
}

async function secretsOf({ store, box, now }: DispatcherParts, row: DeliveryRow): Promise<string[]> {
  const at = new Date(now()).toISOString();
  const columns = ['secret', 'previous_secret', 'previous_until'] as const;
  const sealed: SealedSecrets | undefined =
    row.webhook_id === null
      ? await store.read
          .selectFrom('webhook_secrets')
          .select(columns)
          .where('owner_id', '=', row.owner_id)
          .executeTakeFirst()
      : await store.read.selectFrom('webhooks').select(columns).where('id', '=', row.webhook_id).executeTakeFirst();
  return sealed ? openSecrets(box, row.webhook_id ?? row.owner_id, sealed, at) : [];
}

/** `host:port` of everything that waits, found target by target: there may be many deliveries and are few targets. */
async function waitingTargets(store: Store): Promise<string[]> {
  const found: string[] = [];
  for (let last = ''; ; ) {
    const next = await store.read
      .selectFrom('deliveries')
      .select('target')
      .where('state', '=', 'pending')
      .where('target', '>', last)
      .orderBy('target')
      .limit(1)
      .executeTakeFirst();
    if (!next) return found;
    last = next.target;
    found.push(last);
  }
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { store, log, agent, now } = parts;
  const closing = new AbortController();
  const turns = createTurns(now);
  const underWay = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let pumping = false;
  let again = false;

  async function attempt(row: DeliveryRow): Promise<boolean> {
    const message = { id: row.redelivery_of ?? row.id, url: row.url, body: row.payload };
    const secrets = await secretsOf(parts, row);
    const sent = await sendWebhook(agent, { ...message, secrets }, { now: now(), signal: closing.signal });
    if (closing.signal.aborted) return false;
    await recordAttempt(parts, row, sent);
    return sent.error === null && sent.duration_ms < SLOW_MS;
  }

  function begin(row: DeliveryRow): Promise<void> {
    const end = turns.begin(row.target);
    const work = attempt(row)
      .catch(async (error: unknown) => {
        log.warn({ err: error, delivery_id: row.id }, 'the outcome of a delivery was not written');
        if (closing.signal.aborted) return false;
        await new Promise((resolve) => setTimeout(resolve, DATABASE_PAUSE_MS).unref());
        return false;
      })
      .then((well) => {
        underWay.delete(row.id);
        end(well);
        pump();
      });
    underWay.set(row.id, work);
    return work;
  }

  /** What waits at one target, that under way included, the next first. */
  const nextAt = (target: string, count: number): Promise<DeliveryRow[]> =>
    store.read
      .selectFrom('deliveries')
      .selectAll()
      .where('target', '=', target)
      .where('state', '=', 'pending')
      .where('next_at', 'is not', null)
      .orderBy('next_at')
      .limit(count)
      .execute();

  /** Begins what is due at one target, as far as it has room. */
  async function serve(target: string): Promise<void> {
    const running = turns.running(target);
    const room = turns.room(target);
    // Before the look-up: what comes due meanwhile is noted again.
    turns.clear(target);
    const rows = await nextAt(target, running + room + 1).catch((error: unknown) => {
      turns.note(target, now() + DATABASE_PAUSE_MS);
      throw error;
    });
    const waiting = rows.filter(({ id }) => !underWay.has(id));
    const due = waiting.filter((row) => Date.parse(row.next_at ?? '') <= now()).slice(0, room);
    const later = waiting.find((row) => !due.includes(row));
    for (const row of due) void begin(row);
    turns.note(target, later ? Date.parse(later.next_at ?? '') : null);
  }

  function pump(): void {
    again = true;
    if (pumping || closing.signal.aborted) return;
    pumping = true;
    void (async () => {
      while (again && !closing.signal.aborted) {
        again = false;
        for (const target of turns.due()) {
          if (turns.room(target) > 0) await serve(target);
        }
      }
    })()
      .catch((error: unknown) => log.warn({ err: error }, 'deliveries could not be looked up'))
      .finally(() => {
        pumping = false;
        setTimer();
      });
  }

  function setTimer(): void {
    clearTimeout(timer);
    const next = turns.next();
    if (closing.signal.aborted || next === null) return;
    timer = setTimeout(pump, Math.min(Math.max(next - now(), 0), TIMER_MAX_MS)).unref();
  }

  return {
    async start() {
      // The test button sends once: who pressed it is told by no later process.
      await store.write((tx) =>
        tx.db
          .updateTable('deliveries')
          .set({
            state: 'failed',
            last_error: 'The server stopped meanwhile.',
            finished_at: new Date(now()).toISOString(),
          })
          .where('state', '=', 'pending')
          .where('next_at', 'is', null)
          .execute(),
      );
      this.touch(await waitingTargets(store));
    },
    touch(targets) {
      for (const target of targets) turns.note(target, now());
      pump();
    },
    wake: pump,
    sendNow: begin,
    async close() {
      closing.abort();
      clearTimeout(timer);
      await Promise.all(underWay.values());
    },
  };
}
