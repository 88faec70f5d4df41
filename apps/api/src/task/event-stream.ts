import { Readable } from 'node:stream';
import type { Context } from '../context.js';
import type { StoredEvent } from '../db/store.js';
import type { HubEvent } from '../event/event-hub.js';
import { type Caller, onHangUp } from '../http/caller.js';
import { readTask, withOutputs } from './task.repository.js';

const KEEP_ALIVE_MS = 15_000;
/** Timers wait no longer than this. */
const TIMER_MAX_MS = 2 ** 31 - 1;
/** A client that lets this much pile up is cut off; it resumes where it was. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
const REPLAY_CHUNK = 500;
/** How far a replay runs ahead of its client. */
const REPLAY_AHEAD_BYTES = 256 * 1024;
/** Events kept for a client that is still being told what happened before. */
const MAX_WAITING = 20_000;

interface Scope {
  owner_id: string;
  /** Who listens: no longer, once they are revoked. */
  caller: Caller;
  /** One task, or all of the owner's. */
  task_id: string | null;
}

const frame = (event: string, data: string, id?: number) =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;

const rendered = new WeakMap<object, string>();

function renderStored(ctx: Context, event: StoredEvent): string {
  const known = rendered.get(event);
  if (known !== undefined) return known;
  const data = event.kind === 'task' ? ctx.renderer.render(JSON.parse(event.body)).text : event.body;
  const text = frame(event.kind, data, event.id);
  rendered.set(event, text);
  return text;
}

function renderMomentary(event: Extract<HubEvent, { kind: 'momentary' }>): string {
  const known = rendered.get(event);
  if (known !== undefined) return known;
  const text = frame(event.name, JSON.stringify(event.data));
  rendered.set(event, text);
  return text;
}

async function bounds(ctx: Context): Promise<{ first: number; last: number }> {
  // Two queries: SQLite finds either end of the log at once, but both together only by reading all of it.
  const events = ctx.store.read.selectFrom('events').select('id').limit(1);
  const [first, last] = await Promise.all([
    events.orderBy('id', 'asc').executeTakeFirst(),
    events.orderBy('id', 'desc').executeTakeFirst(),
  ]);
  return { first: first?.id ?? 1, last: last?.id ?? 0 };
}

/** Stored events of the scope after a position, in order. */
async function* storedAfter(ctx: Context, scope: Scope, after: number): AsyncGenerator<StoredEvent> {
  let position = after;
  for (;;) {
    let query = ctx.store.read.selectFrom('events').selectAll().where('id', '>', position);
    query =
      scope.task_id === null
        ? query.where('owner_id', '=', scope.owner_id)
        : query.where('task_id', '=', scope.task_id);
    const rows = await query.orderBy('id').limit(REPLAY_CHUNK).execute();
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < REPLAY_CHUNK) return;
    position = last.id;
  }
}

/** Calls back when what the caller proved themselves with ends, at the latest after the longest wait of a timer. */
function atEndOf({ until }: Caller, listener: () => void): () => void {
  if (until === null) return () => {};
  const wait = Math.max(0, Date.parse(until) - Date.now());
  const timer = setTimeout(listener, Math.min(wait, TIMER_MAX_MS));
  timer.unref();
  return () => clearTimeout(timer);
}

/** The tasks as they are now: one, or all that have not ended. */
async function snapshot(ctx: Context, scope: Scope) {
  if (scope.task_id !== null) {
    const task = await readTask(ctx.store.read, scope.owner_id, scope.task_id);
    return task ? [task] : [];
  }
  const found = await Promise.all(
    ['pending', 'processing'].map((status) =>
      ctx.store.read
        .selectFrom('tasks')
        .selectAll()
        .where('owner_id', '=', scope.owner_id)
        .where('status', '=', status)
        .where('deleted_at', 'is', null)
        .orderBy('id')
        .execute(),
    ),
  );
  return withOutputs(ctx.store.read, found.flat());
}

/**
 * Opens a stream of server-sent events: the present state (or, when resuming, every stored change since), then what
 * happens. Nothing stored is left out and nothing comes twice.
 *
 * @param lastEventId what the client saw last; `0` replays everything the log holds
 */
export async function openStream(
  ctx: Context,
  scope: Scope,
  lastEventId: string | undefined,
  reply: { raw: unknown },
): Promise<Readable> {
  const close = ctx.limits.openStream(scope.caller);
  let position = 0;
  /** Events that come while what was stored before is still being sent; null once they are sent as they come. */
  let waiting: HubEvent[] | null = [];
  let open = true;
  let drained = Promise.withResolvers<void>();
  const stop = ctx.hub.subscribe(scope.owner_id, (event) => {
    if (scope.task_id !== null && event.task_id !== scope.task_id) return;
    if (!waiting) send(event);
    else if (waiting.push(event) > MAX_WAITING) stream.destroy();
  });
  const stream = new Readable({
    read: () => drained.resolve(),
    destroy(error, done) {
      end();
      done(error);
    },
  });
  const keepAlive = setInterval(() => stream.push(': still here\n\n'), KEEP_ALIVE_MS);
  const onClosing = () => {
    stream.push('retry: 1000\n: restarting\n\n');
    stream.push(null);
    end();
  };
  const onRevoked = () => {
    stream.push('event: revoked\ndata: {}\n\n');
    stream.push(null);
    end();
  };
  const stopWatching = ctx.revocations.watch(scope.caller, onRevoked);
  const stopWaiting = atEndOf(scope.caller, onRevoked);
  function end() {
    open = false;
    close();
    stop();
    stopWatching();
    stopWaiting();
    clearInterval(keepAlive);
    ctx.closing.signal.removeEventListener('abort', onClosing);
    drained.resolve();
  }
  function send(event: HubEvent) {
    if (!open) return;
    if (event.kind === 'stored') {
      if (event.event.id <= position) return;
      position = event.event.id;
    }
    stream.push(event.kind === 'stored' ? renderStored(ctx, event.event) : renderMomentary(event));
    if (stream.readableLength > MAX_BUFFERED_BYTES) stream.destroy();
  }
  function goLive() {
    for (const event of waiting ?? []) send(event);
    waiting = null;
  }
  /** Sends what the log holds as fast as the client takes it: a long replay is no reason to cut it off. */
  async function replay(after: number) {
    for await (const event of storedAfter(ctx, scope, after)) {
      send({ kind: 'stored', owner_id: event.owner_id, task_id: event.task_id, event });
      if (stream.readableLength > REPLAY_AHEAD_BYTES) {
        drained = Promise.withResolvers();
        await drained.promise;
      }
      if (!open) return;
    }
    goLive();
  }
  onHangUp(reply, () => stream.destroy());
  ctx.closing.signal.addEventListener('abort', onClosing, { once: true });
  try {
    const { first, last } = await bounds(ctx);
    const resumeAt = lastEventId === undefined || !/^\d{1,15}$/.test(lastEventId) ? null : Number(lastEventId);
    const held = resumeAt !== null && (resumeAt === 0 || (resumeAt >= first - 1 && resumeAt <= last));
    if (lastEventId !== undefined && !held) {
      stream.push(frame('reset', JSON.stringify({ reason: 'That position is no longer held. Read the state again.' })));
    }
    if (resumeAt !== null && held) {
      position = resumeAt;
      stream.push(': resumed\n\n');
      replay(resumeAt).catch((error: unknown) => {
        ctx.log.error({ err: error }, 'replay failed');
        stream.destroy();
      });
      return stream;
    }
    position = last;
    stream.push(`id: ${last}\n\n`);
    for (const task of await snapshot(ctx, scope)) {
      stream.push(frame('task', ctx.renderer.render(task).text, last));
    }
    goLive();
    return stream;
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
