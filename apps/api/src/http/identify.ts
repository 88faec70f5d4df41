import type { IncomingHttpHeaders } from 'node:http';
import type { Context } from '../context.js';
import type { Caller } from './caller.js';
import { HttpProblem } from './http-problem.js';

const BEARER = /^Bearer +(\S+) *$/i;

/**
 * The key in a request's headers: `Authorization: Bearer easel_…` or `X-API-Key`. Null when none was sent. Two that
 * differ are refused: a proxy and a server behind it might each take another for the caller.
 */
export function keyIn(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers;
  const bearer = authorization === undefined ? null : (BEARER.exec(authorization)?.[1] ?? authorization);
  const plain = headers['x-api-key']?.toString();
  if (plain === undefined) return bearer;
  // Node joins a header that came twice.
  const [key = null, ...others] = new Set([...(bearer === null ? [] : [bearer]), ...plain.split(/, */)]);
  if (others.length > 0) throw new HttpProblem('invalid_input', 'Two different keys were sent. Send one.');
  return key;
}

/** `expired`: cookies of a session that has ended. Nobody, on routes that are open to all. */
export type Identity = Caller | null | 'expired';

/** Says who is asking: a key before a session, and the local owner while nobody signs in. Throws for a key that is none. */
export function identify(ctx: Context, headers: IncomingHttpHeaders): Identity | Promise<Identity> {
  const key = keyIn(headers);
  if (key !== null) return ctx.keys.authenticate(key);
  return ctx.config.auth === 'local' ? ctx.local_caller : ctx.accounts.callerOf(headers);
}
