import { ERROR_CODES, type ErrorCode } from '@easel/contracts';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { requesterOf } from '../http/requester.js';

const REFUSALS: readonly number[] = [401, 402, 403, 429];

declare module 'fastify' {
  interface FastifyRequest {
    /** Code of the problem that was answered. */
    problem_code: ErrorCode | null;
  }
}

/** Notes a request that was answered with a refusal: not signed in, not allowed, over a limit or a budget. */
export function noteRefusal(ctx: Pick<Context, 'audit'>, request: FastifyRequest, code: ErrorCode): void {
  if (!REFUSALS.includes(ERROR_CODES[code].status)) return;
  const { url } = request.routeOptions;
  const route = url === undefined ? 'no route' : `${request.method} ${url}`;
  ctx.audit.refusals.note({ by: requesterOf(request), route, code });
}
