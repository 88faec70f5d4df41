import { EaselError } from '../error.js';
import { ROUTES } from '../generated/routes.js';
import { backOff, MAX_RETRY_AFTER_MS } from './back-off.js';
import { buildUrl } from './build-url.js';
import { readBody, readProblem } from './read-response.js';
import type { AnswerOf, RequestOf, Room, RouteName } from './route-call.js';
import { sleep } from './sleep.js';

/** An answer as it arrived, for checks: which route, which status, the parsed body. */
export interface ReceivedAnswer {
  room: string;
  route: string;
  status: number;
  headers: Headers;
  body: unknown;
}

/** Options of `createEasel`. */
export interface EaselOptions {
  /** Address of the API, for example `http://127.0.0.1:4100`. In a browser the page's own origin when absent. */
  base_url?: string;
  /** Sent as `Authorization: Bearer`. */
  api_key?: string;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch;
  /** Repetitions of a call that failed for a passing reason. 4 when absent. */
  max_retries?: number;
  /** Called when the server's contract (routes or models) differs from the one first seen: the page may be outdated. */
  on_contract_change?: (contract: string, previous: string) => void;
  /** Called with every successful answer before it is returned; what it throws, the call throws. */
  on_answer?: (answer: ReceivedAnswer) => void;
}

/** How one call is made. */
export interface Sending {
  signal?: AbortSignal | undefined;
  /** The call sets a state, so that repeating it does no harm. Reads and deletions are repeatable anyway. */
  repeatable?: boolean;
  /** Instead of the client's own number. */
  max_retries?: number;
}

interface RouteEntry {
  method: string;
  path: string;
  answers: readonly number[];
}

interface RequestParts {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

/** Sends calls of the contract, with retries, and turns refusals into `EaselError`. */
export interface Transport {
  call<R extends Room, N extends RouteName<R>>(
    room: R,
    route: N,
    request: RequestOf<R, N>,
    sending?: Sending,
  ): Promise<AnswerOf<R, N>>;
}

function encodeBody(body: unknown, headers: Headers): FormData | string | null {
  if (body === undefined || body === null) return null;
  if (body instanceof FormData) return body;
  headers.set('content-type', 'application/json');
  return JSON.stringify(body);
}

/** Origin of the page in a browser. `location` is not declared where DOM types are absent. */
const pageOrigin = () => (globalThis as { location?: { origin: string } }).location?.origin;

/** Makes the transport of one client. */
export function createTransport(options: EaselOptions): Transport {
  const base = options.base_url ?? pageOrigin();
  if (base === undefined || !URL.canParse(base)) {
    throw new TypeError(`createEasel needs base_url, for example http://127.0.0.1:4100; got ${String(base)}.`);
  }
  const request = options.fetch ?? globalThis.fetch.bind(globalThis);
  let contract: string | null = null;

  function noteContract(headers: Headers) {
    const seen = headers.get('x-easel-contract');
    if (seen === null || seen === contract) return;
    const previous = contract;
    contract = seen;
    if (previous !== null) options.on_contract_change?.(seen, previous);
  }

  async function once(entry: RouteEntry, url: string, parts: RequestParts, signal: AbortSignal | undefined) {
    const headers = new Headers({ accept: 'application/json, application/problem+json, */*;q=0.5' });
    for (const [name, value] of Object.entries(parts.headers ?? {})) if (value !== undefined) headers.set(name, value);
    if (options.api_key !== undefined) headers.set('authorization', `Bearer ${options.api_key}`);
    const body = encodeBody(parts.body, headers);
    const init = { method: entry.method, headers, body, ...(signal ? { signal } : {}) };
    try {
      const response = await request(url, init);
      noteContract(response.headers);
      if (!entry.answers.includes(response.status)) return await readProblem(response);
      return { status: response.status, headers: response.headers, body: await readBody(response) };
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      const why =
        cause instanceof Error ? ((cause.cause as Error | undefined)?.message ?? cause.message) : String(cause);
      return new EaselError({
        code: 'network_error',
        message: `No answer from ${new URL(url).origin}: ${why}`,
        retryable: true,
        cause,
      });
    }
  }

  async function send(entry: RouteEntry, parts: RequestParts, sending: Sending) {
    const { signal } = sending;
    const url = buildUrl(base ?? '', entry.path, parts.params ?? {}, parts.query ?? {});
    const repeatable =
      sending.repeatable ||
      ['GET', 'DELETE'].includes(entry.method) ||
      parts.headers?.['idempotency-key'] !== undefined;
    const retries = repeatable ? (sending.max_retries ?? options.max_retries ?? 4) : 0;
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const result = await once(entry, url, parts, signal);
      if (!(result instanceof EaselError)) return result;
      // The first deletion was done and its answer lost on the way.
      if (entry.method === 'DELETE' && attempt > 0 && result.status === 404) {
        return { status: 204, headers: new Headers(), body: undefined };
      }
      const pause = result.retry_after_ms ?? backOff(attempt);
      if (!result.retryable || attempt >= retries || pause > MAX_RETRY_AFTER_MS) throw result;
      await sleep(pause + (result.retry_after_ms === null ? 0 : backOff(0)), signal);
    }
  }

  return {
    async call(room, route, parts, sending = {}) {
      // The table is made from the contract, so that it has an entry for each of its routes.
      const entry = (ROUTES[room] as Record<PropertyKey, RouteEntry>)[route] as RouteEntry;
      const answer = await send(entry, parts as RequestParts, sending);
      options.on_answer?.({ room, route: String(route), ...answer });
      // What a status carries is declared by the contract; `on_answer` is where it can be checked.
      return answer as never;
    },
  };
}
