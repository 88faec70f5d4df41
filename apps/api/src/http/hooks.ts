import { randomUUID } from 'node:crypto';
import { CONTRACT_HEADER, REQUEST_ID_HEADER, type RouteMetadata } from '@easel/contracts';
import type { FastifyInstance } from 'fastify';
import { noteRefusal } from '../audit/note-refusal.js';
import type { Context } from '../context.js';
import { carriesToken } from './bearer-token.js';
import { authorize } from './caller.js';
import { HttpProblem } from './http-problem.js';
import { type Identity, identify, keyIn } from './identify.js';
import { checkRequestSafety } from './request-safety.js';

const REQUEST_ID = /^[\w.-]{1,64}$/;
/** Scripts and styles only from our own files; pictures also as data and blob URLs (previews). */
const CSP = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** The caller's own request id when it is harmless, else a new one. */
export function requestId(headers: Record<string, unknown>): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** A body, or query fields, where the contract declares none. */
function refuseUndeclared(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const route = request.route_options?.config.tsRestRoute;
    if (!route) return done();
    if (!route.query) {
      const [unknown] = Object.keys(request.query ?? {});
      if (unknown !== undefined) {
        const errors = [{ path: unknown, message: 'is not a known field' }];
        return done(new HttpProblem('invalid_input', `${unknown}: is not a known field.`, { errors }));
      }
    }
    // A form is read by its own route, which says what it wants when it gets something else.
    if (route.contentType === 'multipart/form-data') return done();
    const takesBody = route.body !== undefined && typeof route.body !== 'symbol';
    if (!takesBody && request.body !== undefined && request.body !== null) {
      const errors = [{ path: '', message: 'must be empty' }];
      return done(new HttpProblem('invalid_input', 'This route takes no body.', { errors }));
    }
    done();
  });
}

/** What happens to every request: safety, identity, permission, and the headers of every response. */
export function registerHooks(app: FastifyInstance, ctx: Context): void {
  const https = ctx.config.public_url?.startsWith('https:') ?? false;
  app.decorateRequest('caller', null);
  app.decorateRequest('content_type', null);
  app.decorateRequest('received_at', 0);
  app.decorateRequest('route_options', null);
  app.decorateRequest('problem_code', null);
  app.addHook('onRequest', (request, reply, done) => {
    request.received_at = performance.now();
    reply.header(REQUEST_ID_HEADER, request.id);
    reply.header(CONTRACT_HEADER, ctx.contract_hash);
    const { method, headers } = request;
    request.route_options = request.routeOptions;
    const { token, tsRestRoute, access } = request.route_options.config;
    if (token && carriesToken(headers, token)) return done();
    const finish = (identity: Identity) => {
      const caller = identity === 'expired' ? null : identity;
      request.caller = caller;
      // The contract gives every route metadata of this type; its own test says so.
      const metadata = access ?? (tsRestRoute?.metadata as RouteMetadata | undefined);
      if (!metadata) return;
      if (identity === 'expired' && metadata.auth !== 'public') {
        throw new HttpProblem('session_expired', 'Your session has ended. Sign in again.');
      }
      authorize(metadata, caller);
    };
    try {
      // By `host` a trusted proxy tells what the browser asked for.
      checkRequestSafety({ method, host: request.host, headers, has_key: keyIn(headers) !== null }, ctx.config);
      const caller = identify(ctx, headers);
      if (caller instanceof Promise) {
        caller.then(finish).then(() => done(), done);
        return;
      }
      finish(caller);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  refuseUndeclared(app);
  app.addHook('onSend', (request, reply, payload, done) => {
    if (request.content_type && reply.statusCode < 300) reply.header('content-type', request.content_type);
    // A route that renders its own text leaves Fastify no chance to name the type.
    if (typeof payload === 'string' && !reply.hasHeader('content-type')) {
      reply.header('content-type', 'application/json; charset=utf-8');
    }
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    if (https) reply.header('strict-transport-security', 'max-age=31536000');
    if (String(reply.getHeader('content-type')).startsWith('text/html')) {
      if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', CSP);
      reply.header('x-frame-options', 'DENY');
      reply.header('cross-origin-opener-policy', 'same-origin');
      reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=()');
    }
    if (request.problem_code !== null) noteRefusal(ctx, request, request.problem_code);
    reply.header('server-timing', `total;dur=${(performance.now() - request.received_at).toFixed(2)}`);
    done(null, payload);
  });
}
