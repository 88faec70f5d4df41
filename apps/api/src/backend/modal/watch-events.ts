import { WorkerEvent } from '@easel/contracts';
import type { Link } from './open-link.js';
import { pauseAfter } from './pause.js';
import { isMissing, rpcError } from './rpc-error.js';
import type { Timings } from './timings.js';
import { within } from './within.js';

const AT_ONCE = 64;
/** After items that could not be read: they are gone, and others may follow at once. */
const AFTER_POISON_MS = 50;

export interface QueueReader {
  /** Whether the last look into the queue succeeded: silence means something only then. */
  healthy(): boolean;
  ended: Promise<void>;
}

function parse(item: unknown): unknown {
  if (typeof item !== 'string') return undefined;
  try {
    return JSON.parse(item);
  } catch {
    return undefined;
  }
}

/**
 * Reads a partition of the events' queue until the signal ends it. Nothing that goes wrong here harms the work itself:
 * what cannot be read is dropped.
 */
export function readQueue(
  connect: () => Promise<Link>,
  partition: string,
  timings: Timings,
  signal: AbortSignal,
  onItem: (item: unknown) => void,
): QueueReader {
  let healthy = true;
  async function look(): Promise<void> {
    const link = await connect();
    await within({ signal }, async () => {
      try {
        const queue = await link.queue();
        for (const item of await queue.getMany(AT_ONCE, { partition, timeoutMs: timings.poll_ms })) onItem(parse(item));
      } catch (error) {
        if (error instanceof link.sdk.QueueEmptyError) return;
        if (isMissing(rpcError(error))) link.forgetQueue();
        throw error;
      }
    });
  }
  async function loop(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await look();
        healthy = true;
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (rpcError(error).code === null) {
          failures = 0;
          await pauseAfter(1, { ...timings, pause_first_ms: AFTER_POISON_MS }, signal);
          continue;
        }
        healthy = false;
        failures += 1;
        await pauseAfter(failures, timings, signal);
      }
    }
  }
  return { healthy: () => healthy, ended: loop() };
}

/** Keeps the events of one attempt in order: what is older than what was seen is dropped, a new start is taken. */
export function eventFilter(attempt_id: string): (item: unknown) => WorkerEvent | null {
  let last = { seq: -1, at: '' };
  return (item) => {
    const parsed = WorkerEvent.safeParse(item);
    if (!parsed.success || parsed.data.attempt_id !== attempt_id) return null;
    const { seq, at } = parsed.data;
    // A container that takes over counts from the beginning, and its clock goes on.
    if (seq <= last.seq && at <= last.at) return null;
    last = { seq, at };
    return parsed.data;
  };
}
