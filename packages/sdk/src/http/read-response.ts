import type { Problem } from '@easel/contracts';
import { EaselError } from '../error.js';
import { readRetryAfter } from './back-off.js';

const typeOf = (response: Response) => response.headers.get('content-type') ?? 'nothing';
const isJson = (response: Response) => /^application\/(?:[\w.+-]+\+)?json\b/.test(typeOf(response));

const unexpected = (response: Response, what: string, retryable: boolean, cause?: unknown) =>
  new EaselError({
    code: 'unexpected_response',
    message: `${what} Is this the address of an Easel API?`,
    status: response.status,
    retryable,
    request_id: response.headers.get('x-request-id'),
    retry_after_ms: readRetryAfter(response.headers.get('retry-after')),
    ...(cause === undefined ? {} : { cause }),
  });

/** Reads the body of an expected answer: parsed JSON, or for a raw route (bytes, events) the response itself. */
export async function readBody(response: Response, raw: boolean): Promise<unknown> {
  if (response.status === 204 || response.status === 304) return undefined;
  if (raw) return response;
  if (!isJson(response)) {
    await response.body?.cancel().catch(() => undefined);
    throw unexpected(response, `The server answered with ${typeOf(response)} instead of JSON.`, false);
  }
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unexpected(response, 'The server answered with JSON that cannot be read.', true, cause);
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'retryable' in body;

/** Gateways in front of the API answer these without a problem body; a repetition may reach it. */
const GATEWAY = [429, 502, 503, 504];

/** Turns an answer that is not one of the route's successes into an error. */
export async function readProblem(response: Response): Promise<EaselError> {
  const { status, headers } = response;
  const passing = GATEWAY.includes(status);
  const body: unknown = isJson(response) ? await response.json().catch(() => null) : null;
  if (!isProblem(body)) {
    await response.body?.cancel().catch(() => undefined);
    return unexpected(response, `The server answered ${status} without saying why.`, passing);
  }
  return new EaselError({
    code: body.code,
    message: body.detail || body.title,
    status,
    retryable: body.retryable || passing,
    request_id: body.request_id,
    retry_after_ms: readRetryAfter(headers.get('retry-after')),
    ...(body.errors === undefined ? {} : { errors: body.errors }),
  });
}
