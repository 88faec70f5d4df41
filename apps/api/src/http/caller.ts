import type { ServerResponse } from 'node:http';
import type { RouteMetadata } from '@easel/contracts';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './http-problem.js';

/** Who is asking. */
export interface Caller {
  owner_id: string;
  role: 'admin' | 'member';
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    /** Overrides the declared content type: the real type of streamed bytes. */
    content_type: string | null;
    received_at: number;
  }
  interface FastifyContextConfig {
    tsRestRoute?: {
      contentType?: string;
      metadata?: unknown;
      responses: Record<string, unknown>;
      body?: unknown;
      query?: unknown;
    };
  }
}

/** The caller, or 401. */
export function requireCaller(request: FastifyRequest): Caller {
  if (!request.caller) throw new HttpProblem('session_required', 'Sign in to use this.');
  return request.caller;
}

/** Enforces a route's `auth`: called by one hook for every route of the contract. */
export function authorize(metadata: RouteMetadata, caller: Caller | null): void {
  if (metadata.auth === 'public') return;
  if (!caller) throw new HttpProblem('session_required', 'Sign in to use this.');
  if (metadata.auth === 'admin' && caller.role !== 'admin') {
    throw new HttpProblem('forbidden', 'This needs an administrator.');
  }
}

/** Calls back when the connection of a response ends, for whatever reason. */
export function onHangUp(reply: { raw: unknown }, listener: () => void): void {
  // The adapter's types lose the response behind `raw`; Fastify always sets it.
  (reply.raw as ServerResponse).once('close', listener);
}
