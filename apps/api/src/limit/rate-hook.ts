import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../context.js';
import type { Verdict } from './rate-limits.js';
import { classOf, type RouteClass } from './route-class.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    rate_class?: RouteClass | null;
  }
}

/** RateLimit fields of the IETF draft, and the older three that more clients read: those of the tightest limit. */
function tell(reply: FastifyReply, { policies }: Verdict): void {
  const tightest = policies.reduce((a, b) => (b.remaining < a.remaining ? b : a));
  reply.header('ratelimit-policy', policies.map((p) => `"${p.policy}";q=${p.per_minute};w=60`).join(', '));
  reply.header('ratelimit', policies.map((p) => `"${p.policy}";r=${p.remaining};t=${p.reset_s}`).join(', '));
  reply.header('ratelimit-limit', String(tightest.per_minute));
  reply.header('ratelimit-remaining', String(tightest.remaining));
  reply.header('ratelimit-reset', String(tightest.reset_s));
}

/** Counts every request by the class of its route, after it is known who asks. */
export function registerRateLimits(app: FastifyInstance, ctx: Pick<Context, 'limits'>): void {
  app.addHook('onRoute', (route) => {
    const method = Array.isArray(route.method) ? (route.method[0] ?? 'GET') : route.method;
    route.config = { ...route.config, rate_class: classOf({ method, url: route.url, config: route.config }) };
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.caller?.kind === 'local') return done();
    const rate_class = request.route_options?.config.rate_class;
    const verdict = rate_class ? ctx.limits.count(rate_class, request.caller, request.ip) : null;
    if (!verdict) return done();
    tell(reply, verdict);
    done(verdict.refusal ?? undefined);
  });
}
