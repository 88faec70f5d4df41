import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { askAuth } from './ask-auth.js';

/** Puts off the end of the caller's session, and of its cookie, when it is a day old or older: the cookies to be set. */
export async function renewSession(ctx: Context, request: FastifyRequest): Promise<string[]> {
  if (request.caller?.kind !== 'session') return [];
  const response = await askAuth(ctx, await ctx.accounts.auth(), request, { path: '/get-session', body: null });
  return response.headers.getSetCookie();
}
