import { EaselError } from '../error.js';
import type { EaselOptions } from './easel-options.js';
import { readBody, readProblem } from './read-response.js';

/** An entry of the generated route table. */
export interface RouteEntry {
  method: string;
  path: string;
  answers: readonly number[];
  raw?: boolean;
}

/** One HTTP request as it goes out. */
export interface Outgoing {
  entry: RouteEntry;
  url: string;
  headers: Record<string, string | undefined>;
  body: unknown;
  signal: AbortSignal | undefined;
}

/** An expected answer. */
export interface Incoming {
  status: number;
  headers: Headers;
  body: unknown;
}

/** The innermost message: `fetch failed` says less than the `ECONNREFUSED` beneath it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}

function networkError(url: string, cause: unknown): EaselError {
  const message = `No answer from ${new URL(url).origin}: ${reasonOf(cause)}`;
  return new EaselError({ code: 'network_error', message, retryable: true, cause });
}

/** Sends one request. Returns the answer, or the error it stands for; throws only when the signal aborts. */
export async function sendOnce(
  options: EaselOptions,
  { entry, url, signal, ...outgoing }: Outgoing,
): Promise<Incoming | EaselError> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(outgoing.headers)) if (value !== undefined) headers.set(name, value);
  if (options.api_key !== undefined) headers.set('authorization', `Bearer ${options.api_key}`);
  let body: FormData | string | null = null;
  if (outgoing.body instanceof FormData) body = outgoing.body;
  else if (outgoing.body !== undefined) {
    headers.set('content-type', 'application/json');
    body = JSON.stringify(outgoing.body);
  }
  const request = options.fetch ?? fetch;
  try {
    const response = await request(url, { method: entry.method, headers, body, ...(signal ? { signal } : {}) });
    if (!entry.answers.includes(response.status)) return await readProblem(response);
    return {
      status: response.status,
      headers: response.headers,
      body: await readBody(response, entry.raw ?? false),
    };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    return cause instanceof EaselError ? cause : networkError(url, cause);
  }
}
