import type { WorkerError } from '@easel/contracts';
import type { AttemptRef, Observation } from '../backend.js';
import { awaitOutcome, type Outcome } from './await-outcome.js';
import { STATUS } from './call-facts.js';
import type { Cancellations } from './cancel-call.js';
import { createChannel } from './channel.js';
import { createDeadlines, type Deadlines, type Limits } from './deadlines.js';
import { endWithError } from './end-of-call.js';
import type { Ledger } from './ledger.js';
import type { Link } from './open-link.js';
import { pauseAfter } from './pause.js';
import { faultOf, rpcError } from './rpc-error.js';
import { settleOutcome } from './settle-outcome.js';
import { createTeller, type Teller } from './tell-events.js';
import type { Timings } from './timings.js';
import type { ContainerWatch } from './watch-containers.js';
import { eventFilter, readQueue } from './watch-events.js';

export interface Observing {
  connect: () => Promise<Link>;
  ledger: Ledger;
  containers: ContainerWatch;
  cancellations: Cancellations;
  timings: Timings;
  limits: Limits;
  keepFiles(handle: string, files: Map<string, Uint8Array>): void;
  warn(error: unknown, message: string): void;
}

type Ended = Outcome & { kind: 'value' | 'ended' | 'gone' | 'garbled' };
const hasEnded = (outcome: Outcome): outcome is Ended => outcome.kind !== 'pending' && outcome.kind !== 'unreachable';

type Unreachable = Outcome & { kind: 'unreachable' };
function unreachable(error: unknown): Unreachable {
  const rpc = rpcError(error);
  return { kind: 'unreachable', fault: faultOf(rpc), message: rpc.message };
}
class OutOfSight extends Error {
  constructor(readonly outcome: Unreachable) {
    super(outcome.message);
  }
}

/** Follows one call until it has ended, our deadlines end it, or the signal does. */
class CallObserver {
  private failures = 0;
  private inSightSince: number | null = null;

  constructor(
    private readonly given: Observing,
    private readonly attempt: AttemptRef,
    private readonly deadlines: Deadlines,
    private readonly teller: Teller,
    private readonly signal: AbortSignal,
  ) {}

  private look(poll_ms: number): Promise<Outcome> {
    const { connect, timings } = this.given;
    const limit_ms = poll_ms + timings.poll_slack_ms + timings.download_ms;
    return connect().then(
      (link) => awaitOutcome(link, this.attempt.handle, { poll_ms, limit_ms, signal: this.signal }),
      unreachable,
    );
  }

  private settle(outcome: Ended): Promise<Observation> {
    const { attempt } = this;
    const { ledger, cancellations, keepFiles } = this.given;
    return settleOutcome(outcome, {
      attempt,
      ledger,
      asked: cancellations.asked(attempt.handle),
      keepFiles: (files) => keepFiles(attempt.handle, files),
    });
  }

  private async outOfSight(failed: Unreachable): Promise<void> {
    this.failures += 1;
    this.inSightSince = null;
    this.teller.say({ kind: 'out_of_sight', fault: failed.fault, message: failed.message });
    await pauseAfter(this.failures, this.given.timings, this.signal);
  }

  /** The deadline that it missed. What happened out of sight is told by the queue, which gets the time of a poll for it. */
  private missed(): WorkerError | null {
    const now = Date.now();
    this.inSightSince ??= now;
    return now - this.inSightSince < this.given.timings.poll_ms ? null : this.deadlines.missed(now);
  }

  /** Time until a deadline can be found to be missed. */
  private left(): number {
    const { poll_ms } = this.given.timings;
    const now = Date.now();
    const untilJudged = this.inSightSince === null ? poll_ms : this.inSightSince + poll_ms - now;
    return Math.max(1, untilJudged, this.deadlines.left(now));
  }

  /**
   * Stops what missed a deadline. A success that comes meanwhile counts: it was paid for. Throws when the workspace does
   * not answer: then it is not known whether it stopped.
   */
  private async giveUp(problem: WorkerError): Promise<Observation> {
    const { cancellations, timings, warn } = this.given;
    const { attempt_id, handle } = this.attempt;
    await cancellations.ask(handle);
    const until = Date.now() + 2 * timings.cancel_grace_ms;
    for (let left = until - Date.now(); left > 0 && !this.signal.aborted; left = until - Date.now()) {
      const outcome = await this.look(Math.min(timings.poll_ms, left));
      if (outcome.kind === 'unreachable') throw new OutOfSight(outcome);
      if (!hasEnded(outcome)) continue;
      if (outcome.kind === 'ended' && outcome.facts.status === STATUS.terminated) {
        return endWithError(attempt_id, problem, outcome.facts);
      }
      return this.settle(outcome);
    }
    warn(problem, 'a call was given up and did not confirm that it stopped');
    return endWithError(attempt_id, problem, undefined);
  }

  async run(queueHealthy: () => boolean): Promise<void> {
    const { timings } = this.given;
    while (!this.signal.aborted) {
      const outcome = await this.look(Math.min(timings.poll_ms, this.left()));
      if (this.signal.aborted) return;
      if (outcome.kind === 'unreachable') {
        await this.outOfSight(outcome);
        continue;
      }
      try {
        if (hasEnded(outcome)) return this.teller.end(await this.settle(outcome));
        this.failures = 0;
        const problem = this.missed();
        if (problem) return this.teller.end(await this.giveUp(problem));
        // While it waits, or cannot be heard, an answer about it is the only sign there can be.
        if (!this.deadlines.heard() || !queueHealthy()) this.teller.say({ kind: 'alive' });
      } catch (error) {
        await this.outOfSight(error instanceof OutOfSight ? error.outcome : unreachable(error));
      }
    }
  }
}

/** Yields what happens to a call: the worker's events, signs of life, and the end. Aborting only looks away. */
export async function* observeCall(
  given: Observing,
  attempt: AttemptRef,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const stop = new AbortController();
  const watching = AbortSignal.any([signal, stop.signal]);
  const channel = createChannel<Observation>();
  const deadlines = createDeadlines(attempt, given.limits, Date.now);
  const teller = createTeller(attempt, deadlines, channel);
  const observer = new CallObserver(given, attempt, deadlines, teller, watching);
  const isNew = eventFilter(attempt.attempt_id);
  const queue = readQueue(given.connect, attempt.attempt_id, given.timings, watching, (item) => {
    const event = isNew(item);
    if (event) teller.onEvent(event);
  });
  const forget = given.containers.onLoading(attempt.model, teller.onLoading);
  const ran = observer.run(queue.healthy).finally(() => channel.close());
  watching.addEventListener('abort', () => channel.close(), { once: true });
  try {
    yield* channel;
    if (!watching.aborted) await ran;
  } finally {
    forget();
    stop.abort();
    await Promise.allSettled([ran, queue.ended]);
  }
}
