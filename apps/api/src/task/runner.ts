import type { AttemptRef, Backend } from '../backend/backend.js';
import type { Context } from '../context.js';
import { type Claim, claimTask } from './claim-task.js';
import { publishQueuePositions } from './queue-positions.js';
import { expireQueued, reclaimExpired } from './recover-tasks.js';
import { runTask } from './run-task.js';
import { newFairness } from './schedule.js';

const TICK_MS = 1000;
/** Places in the queue are worked out anew at most this often. */
const POSITIONS_EVERY_MS = 250;

interface Running {
  claim: Claim;
  abort: AbortController;
  at: { backend: Backend; ref: AttemptRef } | null;
  ended: Promise<void>;
}

/** The dispatcher: starts what may start, keeps leases, and stops cleanly. */
export interface Runner {
  start(): void;
  /** Something may have become startable. */
  wake(): void;
  /** Passes a cancellation on to the backend, if the task is running here. */
  cancel(taskId: string): void;
  running(): number;
  /** No new claims; waits for running tasks, at most `timeout_ms`, then gives them back to the queue. */
  stop(timeout_ms: number): Promise<void>;
}

export function createRunner(getContext: () => Context): Runner {
  const running = new Map<string, Running>();
  const fairness = newFairness();
  let stopping = true;
  let looping = false;
  let dispatching: Promise<void> = Promise.resolve();
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  let positionsDue = 0;

  const models = () => Object.keys(getContext().settings.models);
  const hasRoom = (ctx: Context) => (model: string) => ctx.backends.hasRoom(model);

  function launch(ctx: Context, { release, ...claim }: Claim & { release: () => void }): void {
    const abort = new AbortController();
    const entry: Running = { claim, abort, at: null, ended: Promise.resolve() };
    running.set(claim.task.id, entry);
    entry.ended = runTask(ctx, claim, abort.signal, (backend, ref) => {
      entry.at = { backend, ref };
    }).finally(() => {
      release();
      if (running.get(claim.task.id) === entry) running.delete(claim.task.id);
      runner.wake();
    });
  }

  async function loop(ctx: Context): Promise<void> {
    do {
      again = false;
      while (!stopping && models().some(hasRoom(ctx))) {
        const claim = await claimTask(ctx, fairness, hasRoom(ctx));
        // Claimed while a stop began: it goes back to the queue with what else is ours.
        if (!claim || stopping) break;
        launch(ctx, claim);
      }
    } while (again && !stopping);
    if (performance.now() < positionsDue) return;
    positionsDue = performance.now() + POSITIONS_EVERY_MS;
    await publishQueuePositions(ctx, fairness);
  }

  async function renewLeases(ctx: Context): Promise<void> {
    const renewBefore = new Date(Date.now() + (ctx.config.lease_s * 1000 * 2) / 3).toISOString();
    const held = [...running.values()].map((r) => r.claim.attempt);
    if (held.length === 0) return;
    const due = await ctx.store.read
      .selectFrom('tasks')
      .select(['id', 'fencing'])
      .where('status', '=', 'processing')
      .where('lease_expires_at', '<', renewBefore)
      .where('lease_owner', '=', ctx.instance_id)
      .execute();
    const ours = due.filter((task) => held.some((a) => a.task_id === task.id && a.fencing === task.fencing));
    if (ours.length === 0) return;
    const at = new Date();
    // A lease that has run out is not renewed: whoever held it was away, and its result is refused.
    await ctx.store.write((tx) =>
      tx.db
        .updateTable('tasks')
        .set({ lease_expires_at: new Date(at.getTime() + ctx.config.lease_s * 1000).toISOString() })
        .where(
          'id',
          'in',
          ours.map((task) => task.id),
        )
        .where('status', '=', 'processing')
        .where('lease_owner', '=', ctx.instance_id)
        .where('lease_expires_at', '>', at.toISOString())
        .execute(),
    );
  }

  async function tick(ctx: Context): Promise<void> {
    for (const id of await reclaimExpired(ctx)) {
      const entry = running.get(id);
      if (!entry) continue;
      running.delete(id);
      entry.abort.abort();
      if (entry.at) void entry.at.backend.cancel(entry.at.ref).catch(() => undefined);
    }
    await renewLeases(ctx);
    await expireQueued(ctx);
    runner.wake();
  }

  const runner: Runner = {
    start() {
      stopping = false;
      const ctx = getContext();
      const beat = () => {
        tick(ctx)
          .catch((error: unknown) => ctx.log.error({ err: error }, 'tick failed'))
          .finally(() => {
            if (!stopping) timer = setTimeout(beat, TICK_MS).unref();
          });
      };
      beat();
    },
    wake() {
      if (stopping) return;
      if (looping) {
        again = true;
        return;
      }
      looping = true;
      const ctx = getContext();
      dispatching = loop(ctx)
        .catch((error: unknown) => ctx.log.error({ err: error }, 'dispatch failed'))
        .finally(() => {
          looping = false;
          if (again) runner.wake();
        });
    },
    cancel(taskId) {
      const at = running.get(taskId)?.at;
      if (!at) return;
      at.backend.cancel(at.ref).catch((error: unknown) => getContext().log.warn({ err: error }, 'cancel failed'));
    },
    running: () => running.size,
    async stop(timeout_ms) {
      stopping = true;
      clearTimeout(timer);
      await dispatching;
      const ended = Promise.all([...running.values()].map((r) => r.ended));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, timeout_ms).unref())]);
      for (const entry of running.values()) entry.abort.abort();
    },
  };
  return runner;
}
