import type { Problem } from '@easel/contracts';
import { EaselError } from '../error.js';
import { readRetryAfter } from './back-off.js';

const isJson = (response: Response) =>
  /^application\/(?:[\w.+-]+\+)?json\b/.test(response.headers.get('content-type') ?? '');

/** JSON is parsed; anything else (pictures, event streams) is handed over as the response itself. */
export async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204 || response.status === 304) return undefined;
  return isJson(response) ? response.json() : response;
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'retryable' in body;

/** Gateways in front of the API answer these without a problem body; a repetition may reach it. */
const GATEWAY = [429, 502, 503, 504];

/** Turns an answer that is not one of the route's successes into an error. */
export async function readProblem(response: Response): Promise<EaselError> {
  const { status, headers } = response;
  const body: unknown = isJson(response) ? await response.json().catch(() => null) : null;
  const known = { status, retry_after_ms: readRetryAfter(headers.get('retry-after')) };
  if (!isProblem(body)) {
    await response.body?.cancel().catch(() => undefined);
    return new EaselError({
      ...known,
      code: 'unexpected_response',
      message: `The server answered ${status} without saying why. Is this the address of an Easel API?`,
      retryable: GATEWAY.includes(status),
      request_id: headers.get('x-request-id'),
    });
  }
  return new EaselError({
    ...known,
    code: body.code,
    message: body.detail || body.title,
    retryable: body.retryable || GATEWAY.includes(status),
    request_id: body.request_id,
    ...(body.errors === undefined ? {} : { errors: body.errors }),
  });
}
