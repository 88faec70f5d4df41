import type { StreamEvent } from '@easel/contracts';
import { EaselError } from '../error.js';
import { backOff } from '../http/back-off.js';
import { sleep } from '../http/sleep.js';
import type { ServerSentEvent } from './event-parser.js';
import { readStream, SilentStreamError, type StreamPosition } from './read-stream.js';

/** What a subscription is doing: for a sign of life in a user interface. */
export type StreamState = 'connecting' | 'open' | 'waiting' | 'polling';

/** Options of a subscription. */
export interface StreamOptions {
  /** Ends the subscription, which then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called when the subscription connects, is open, waits before a reconnection, or polls instead. */
  on_state?: ((state: StreamState) => void) | undefined;
  /** Position to resume after, from an earlier event's `id`. `0` replays everything the event log holds. */
  last_event_id?: string | undefined;
  /** A connection that is silent for longer is given up, in milliseconds. 40,000 when absent. */
  idle_ms?: number | undefined;
}

interface ResumeOptions extends StreamOptions {
  connect: (last_event_id: string | null, signal: AbortSignal) => Promise<Response>;
  /** Broken streams in a row after which the stream is given up; never when absent. */
  give_up_after?: number;
  /** How long the first piece may take, where the server sends something on connect. */
  first_ms?: number;
}

/** The server sends a comment every 15 s. */
const IDLE_MS = 40_000;

const NAMES: readonly string[] = ['task', 'progress', 'preview', 'deleted', 'reset'] satisfies StreamEvent['event'][];

/** Events of kinds that a newer server may add are skipped. */
function toStreamEvent({ event, data, id }: ServerSentEvent): StreamEvent | null {
  if (data === null || !NAMES.includes(event)) return null;
  // The pairing of name and data is the contract's; servers are held to it by their own tests.
  return { event, id, data: JSON.parse(data) } as StreamEvent;
}

/** Failures to reach the server at all, in a row, that are borne before giving up: about 45 s, longer than a restart. */
const MAX_UNREACHED = 12;

/** Whether the server was reached, so that it is the stream which does not work. */
const isBroken = (failure: unknown, opened: boolean) =>
  opened || (failure instanceof EaselError && failure.code === 'unexpected_response');

const isPassing = (error: unknown) => !(error instanceof EaselError) || error.retryable;

/**
 * Yields the events of a stream over any number of connections: resumes after the last id, backs off while it fails.
 * Throws what cannot pass by waiting (no such task, not allowed), and the last failure when `give_up_after` is reached.
 */
export async function* resumeStream(options: ResumeOptions): AsyncGenerator<StreamEvent> {
  const { signal, on_state, give_up_after, idle_ms = IDLE_MS } = options;
  const patience = { idle_ms, first_ms: options.first_ms ?? idle_ms };
  const position: StreamPosition = { last_event_id: options.last_event_id ?? null, retry_ms: null };
  let broken = 0;
  for (let failures = 0; ; ) {
    let opened = false;
    const own = new AbortController();
    const either = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
    let failure: unknown = new EaselError({
      code: 'network_error',
      message: 'The event stream ended.',
      retryable: true,
    });
    try {
      on_state?.('connecting');
      const response = await options.connect(position.last_event_id, either);
      opened = true;
      on_state?.('open');
      for await (const raw of readStream(response, position, patience)) {
        failures = 0;
        broken = 0;
        const event = toStreamEvent(raw);
        if (event?.event === 'reset') position.last_event_id = null;
        if (event) yield event;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!isPassing(error)) throw error;
      failure = error;
    } finally {
      own.abort();
    }
    signal?.throwIfAborted();
    failures++;
    if (isBroken(failure, opened)) broken++;
    const held_back = failure instanceof SilentStreamError && failure.from_the_start;
    const hopeless = held_back || broken > (give_up_after ?? 0) || failures > MAX_UNREACHED;
    if (give_up_after !== undefined && hopeless) throw failure;
    on_state?.('waiting');
    await sleep(Math.max(position.retry_ms ?? 0, backOff(failures - 1)), signal);
  }
}
