import type { IncomingHttpHeaders } from 'node:http';
import type { Context } from '../context.js';
import type { Caller } from './caller.js';

const BEARER = /^Bearer +(\S+) *$/i;

/** The key in a request's headers: `Authorization: Bearer easel_…` or `X-API-Key`. Null when none was sent. */
export function keyIn(headers: IncomingHttpHeaders): string | null {
  const plain = headers['x-api-key'];
  if (typeof plain === 'string') return plain;
  const { authorization } = headers;
  if (authorization === undefined) return null;
  return BEARER.exec(authorization)?.[1] ?? authorization;
}

/** `expired`: cookies of a session that has ended. Nobody, on routes that are open to all. */
export type Identity = Caller | null | 'expired';

/** Says who is asking: a key before a session, and the local owner while nobody signs in. Throws for a key that is none. */
export function identify(ctx: Context, headers: IncomingHttpHeaders): Identity | Promise<Identity> {
  const key = keyIn(headers);
  if (key !== null) return ctx.keys.authenticate(key);
  return ctx.config.auth === 'local' ? ctx.local_caller : ctx.accounts.callerOf(headers);
}
