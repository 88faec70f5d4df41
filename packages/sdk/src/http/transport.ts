import { EaselError } from '../error.js';
import { ROUTES } from '../generated/routes.js';
import { backOff, MAX_RETRY_AFTER_MS } from './back-off.js';
import { buildUrl } from './build-url.js';
import { type EaselOptions, readBaseUrl, readRetries } from './easel-options.js';
import type { AnswerOf, RequestOf, Room, RouteName } from './route-call.js';
import { type Incoming, type Outgoing, type RouteEntry, sendOnce } from './send-once.js';
import { sleep } from './sleep.js';

/** How one call is made. */
export interface Sending {
  signal?: AbortSignal | undefined;
  /** The call sets a state, so that repeating it does no harm. Reads and deletions are repeatable anyway. */
  repeatable?: boolean;
  /** Somebody waits for a task: bear with a restart of the server. */
  patient?: boolean;
  /** A stream, which is reconnected by its reader. */
  once?: boolean;
}

interface RequestParts {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

/** Sends calls of the contract, with retries, and turns refusals into `EaselError`. */
export interface Transport {
  /** The address all calls go to. */
  readonly base_url: string;
  /**
   * Sends one call.
   *
   * @internal Left out of the published declarations, which then do not need the whole contract.
   */
  call<R extends Room, N extends RouteName<R>>(
    room: R,
    route: N,
    request: RequestOf<R, N>,
    sending?: Sending,
  ): Promise<AnswerOf<R, N>>;
}

function retriesOf(options: EaselOptions, { entry, headers }: Outgoing, sending: Sending): number {
  if (sending.once) return 0;
  const harmless = ['GET', 'DELETE'].includes(entry.method) || sending.repeatable;
  return harmless || headers['idempotency-key'] !== undefined ? readRetries(options, sending.patient ?? false) : 0;
}

async function send(options: EaselOptions, outgoing: Outgoing, sending: Sending): Promise<Incoming> {
  const retries = retriesOf(options, outgoing, sending);
  for (let attempt = 0; ; attempt++) {
    outgoing.signal?.throwIfAborted();
    const result = await sendOnce(options, outgoing);
    if (!(result instanceof EaselError)) return result;
    if (outgoing.entry.method === 'DELETE' && attempt > 0 && result.status === 404) {
      // The first request did it, and its answer was lost on the way.
      return { status: 204, headers: new Headers(), body: undefined };
    }
    const asked_ms = result.retry_after_ms ?? 0;
    if (!result.retryable || attempt >= retries || asked_ms > MAX_RETRY_AFTER_MS) throw result;
    await sleep(asked_ms + backOff(asked_ms > 0 ? 0 : attempt), outgoing.signal);
  }
}

/** Makes the transport of one client. */
export function createTransport(options: EaselOptions): Transport {
  const base_url = readBaseUrl(options);
  let contract: string | null = null;

  function noteContract(headers: Headers) {
    const seen = headers.get('x-easel-contract');
    if (seen === null || seen === contract) return;
    const previous = contract;
    contract = seen;
    if (previous !== null) options.on_contract_change?.(seen, previous);
  }

  return {
    base_url,
    async call(room, route, request, sending = {}) {
      // The table is generated from the contract and has an entry for each of its routes.
      const entry = (ROUTES[room] as Record<PropertyKey, RouteEntry>)[route] as RouteEntry;
      // Whatever a route takes is some of these parts.
      const { params = {}, query = {}, headers = {}, body } = request as RequestParts;
      const url = buildUrl(base_url, entry.path, params, query);
      const answer = await send(options, { entry, url, headers, body, signal: sending.signal }, sending);
      noteContract(answer.headers);
      options.on_answer?.({ room, route: String(route), ...answer });
      // What a status carries is declared by the contract; `on_answer` is where it can be checked.
      return answer as never;
    },
  };
}
