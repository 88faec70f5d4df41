import type { Context } from '../context.js';
import { Attempting } from './attempting.js';
import { type Claim, claimTask } from './claim-task.js';
import { publishQueuePositions } from './queue-positions.js';
import { expireQueued, reclaimExpired } from './recover-tasks.js';
import { runTask } from './run-task.js';
import { newFairness } from './schedule.js';

const TICK_MS = 1000;
/** Places in the queue are worked out anew at most this often. */
const POSITIONS_EVERY_MS = 250;
/** How long whoever looks away may take for it. */
const LOOK_AWAY_MS = 1000;

interface Running {
  attempting: Attempting;
  abort: AbortController;
  ended: Promise<void>;
}

/** The dispatcher: starts what may start, keeps leases, and stops cleanly. */
export interface Runner {
  /** @param found attempts of the process before that go on elsewhere, and those whose late results are looked for */
  start(found?: Claim[]): void;
  /** Something may have become startable. */
  wake(): void;
  /** Passes a cancellation on to the backend, if the task is running here. */
  cancel(taskId: string): void;
  /** Attempts under way; those that were given up and are only watched do not count. */
  running(): number;
  /**
   * No new claims; waits for running tasks, at most `timeout_ms`, then looks away from them. What goes on elsewhere is
   * not waited for.
   */
  stop(timeout_ms: number): Promise<void>;
}

export function createRunner(getContext: () => Context): Runner {
  /** By attempt: a task can have one that counts and others whose late results are looked for. */
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
  const current = () => [...running.values()].filter(({ attempting }) => !attempting.isLate);
  const ofTask = (taskId: string) => current().filter(({ attempting }) => attempting.task.id === taskId);

  /** @param place gives the place on the backend back */
  function launch(ctx: Context, claim: Claim, fresh: boolean, place: () => void): void {
    const { id, backend_id } = claim.attempt;
    let release = place;
    const abort = new AbortController();
    const attempting = new Attempting(ctx, claim, () => {
      const before = release;
      release = ctx.backends.hold(backend_id, null);
      before();
      runner.wake();
    });
    const entry: Running = { attempting, abort, ended: Promise.resolve() };
    running.set(id, entry);
    entry.ended = runTask(attempting, abort.signal, fresh).finally(() => {
      release();
      if (running.get(id) === entry) running.delete(id);
      runner.wake();
    });
  }

  function takeUp(ctx: Context, claim: Claim): void {
    const { backend_id, model, late_until } = claim.attempt;
    launch(ctx, claim, false, ctx.backends.hold(backend_id, late_until === null ? model : null));
  }

  async function loop(ctx: Context): Promise<void> {
    do {
      again = false;
      while (!stopping && models().some(hasRoom(ctx))) {
        const claim = await claimTask(ctx, fairness, hasRoom(ctx));
        // Claimed while a stop began: it goes back to the queue with what else is ours.
        if (!claim || stopping) {
          claim?.release();
          break;
        }
        const { release, ...claimed } = claim;
        launch(ctx, claimed, true, release);
      }
    } while (again && !stopping);
    if (performance.now() < positionsDue) return;
    positionsDue = performance.now() + POSITIONS_EVERY_MS;
    await publishQueuePositions(ctx, fairness);
  }

  async function renewLeases(ctx: Context): Promise<void> {
    const renewBefore = new Date(Date.now() + (ctx.config.lease_s * 1000 * 2) / 3).toISOString();
    const held = current().map(({ attempting }) => attempting.claim);
    if (held.length === 0) return;
    const due = await ctx.store.read
      .selectFrom('tasks')
      .select(['id', 'fencing'])
      .where('status', '=', 'processing')
      .where('lease_expires_at', '<', renewBefore)
      .where('lease_owner', '=', ctx.instance_id)
      .execute();
    const byTask = new Map(held.map((claim) => [claim.task.id, claim]));
    const ours = due.filter((task) => byTask.get(task.id)?.attempt.fencing === task.fencing);
    if (ours.length === 0) return;
    const at = new Date();
    const lease_expires_at = new Date(at.getTime() + ctx.config.lease_s * 1000).toISOString();
    const elsewhere = ours.filter((task) => byTask.get(task.id)?.survives).map((task) => task.id);
    // A lease that has run out is not renewed: whoever held it was away, and its result is refused. Only work that goes
    // on elsewhere is not hurt by our having been away.
    await ctx.store.write((tx) =>
      tx.db
        .updateTable('tasks')
        .set({ lease_expires_at })
        .where(
          'id',
          'in',
          ours.map((task) => task.id),
        )
        .where('status', '=', 'processing')
        .where('lease_owner', '=', ctx.instance_id)
        .where((eb) => eb.or([eb('lease_expires_at', '>', at.toISOString()), eb('id', 'in', elsewhere)]))
        .execute(),
    );
  }

  async function tick(ctx: Context): Promise<void> {
    const isFollowed = (taskId: string) => ofTask(taskId).some(({ attempting }) => attempting.claim.survives);
    const { adopted, lost } = await reclaimExpired(ctx, isFollowed);
    for (const claim of adopted) takeUp(ctx, claim);
    for (const id of lost) {
      for (const { attempting, abort } of ofTask(id)) {
        running.delete(attempting.claim.attempt.id);
        abort.abort();
        attempting.askCancel();
      }
    }
    await renewLeases(ctx);
    await expireQueued(ctx);
    runner.wake();
  }

  const runner: Runner = {
    start(found = []) {
      stopping = false;
      const ctx = getContext();
      for (const claim of found) takeUp(ctx, claim);
      ctx.backends.onRelief((id) => {
        for (const { attempting } of running.values()) {
          if (id === null || attempting.claim.attempt.backend_id === id) attempting.wake();
        }
        runner.wake();
      });
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
      for (const { attempting } of ofTask(taskId)) attempting.askCancel();
    },
    running: () => current().length,
    async stop(timeout_ms) {
      stopping = true;
      clearTimeout(timer);
      await dispatching;
      const all = [...running.values()];
      const atMost = (ms: number, done: Promise<unknown>[]) =>
        Promise.race([Promise.all(done), new Promise((resolve) => setTimeout(resolve, ms).unref())]);
      // Of what goes on elsewhere only the answer is waited for that says where.
      const waitFor = async ({ attempting, abort, ended }: Running) => {
        if (!attempting.claim.survives) return ended;
        await Promise.race([attempting.handedOver, ended]);
        abort.abort();
      };
      await atMost(timeout_ms, all.map(waitFor));
      for (const { abort } of all) abort.abort();
      await atMost(
        LOOK_AWAY_MS,
        all.map(({ ended }) => ended),
      );
    },
  };
  return runner;
}
