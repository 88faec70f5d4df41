import type { ServerResponse } from 'node:http';
import type { RouteMetadata, Scope } from '@easel/contracts';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './http-problem.js';

/** What a key may do beside its scopes. */
export interface CallerKey {
  id: string;
  name: string;
  /** Model ids; null allows all. */
  models: readonly string[] | null;
  rate_per_minute: number | null;
}

/** Who is asking. */
export interface Caller {
  /** The person whose things these are. */
  owner_id: string;
  name: string;
  role: 'admin' | 'member';
  /** How they proved it: nobody signs in (`local`), a browser's session, or a key. */
  kind: 'local' | 'session' | 'key';
  session_id: string | null;
  key: CallerKey | null;
  /** What a key may do; null for people, who may do all that their role allows. */
  scopes: ReadonlySet<Scope> | null;
  /** When what they proved it with ends; null when it does not end by itself. */
  until: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    /** Overrides the declared content type: the real type of streamed bytes. */
    content_type: string | null;
    received_at: number;
    /** What Fastify knows of the route: it makes these options anew at each look. */
    route_options: FastifyRequest['routeOptions'] | null;
  }
  interface FastifyContextConfig {
    /** Who may use a route that is not in the contract; nobody is asked when it is absent. */
    access?: RouteMetadata;
    /** Opens the route to whoever sends this as a bearer token, under whatever name the server is reached. */
    token?: string | null;
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
  if (!request.caller) throw new HttpProblem('session_required', 'Sign in, or send an API key, to use this.');
  return request.caller;
}

/** Enforces a route's `auth` and `scope`: called by one hook for every route of the contract. */
export function authorize(metadata: RouteMetadata, caller: Caller | null): void {
  if (metadata.auth === 'public') return;
  if (!caller) throw new HttpProblem('session_required', 'Sign in, or send an API key, to use this.');
  if (metadata.auth === 'admin' && caller.role !== 'admin') {
    throw new HttpProblem('forbidden', 'This needs an administrator.');
  }
  if (caller.scopes === null) return;
  if (metadata.scope === 'session') {
    throw new HttpProblem('forbidden', 'No key may do this. Sign in instead.');
  }
  if (metadata.scope !== undefined && !caller.scopes.has(metadata.scope)) {
    throw new HttpProblem('forbidden', `This key lacks the scope ${metadata.scope}.`);
  }
}

/** Calls back when the connection of a response ends, for whatever reason. */
export function onHangUp(reply: { raw: unknown }, listener: () => void): void {
  // The adapter's types lose the response behind `raw`; Fastify always sets it.
  (reply.raw as ServerResponse).once('close', listener);
}
