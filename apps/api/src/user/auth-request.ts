import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import { type Requester, requesterOf } from '../http/requester.js';

/** The request in which better-auth is asked: it does not pass it on to where rows are written. */
export interface AuthRequest {
  by: Requester;
  ip_address: string;
  user_agent: string | null;
  /** The session that the browser has until it signs in anew. */
  session_id: string | null;
}

export const authRequests = new AsyncLocalStorage<AuthRequest>();

const USER_AGENT_MAX = 300;

export const authRequestOf = (request: FastifyRequest): AuthRequest => ({
  by: requesterOf(request),
  ip_address: request.ip,
  user_agent: request.headers['user-agent']?.slice(0, USER_AGENT_MAX) ?? null,
  session_id: request.caller?.session_id ?? null,
});
