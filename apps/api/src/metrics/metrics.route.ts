import { access } from '@easel/contracts';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.js';
import { createHttpTimings } from './http-timings.js';
import { createMetrics } from './metrics.js';

/**
 * Figures for Prometheus, in its own text format and so beside the contract. Open to whoever sends EASEL_METRICS_TOKEN
 * as a bearer token, and to administrators.
 */
export function registerMetrics(app: FastifyInstance, ctx: Context): void {
  const timings = createHttpTimings();
  const metrics = createMetrics(ctx);
  // Not when it has been sent: to be told of that costs every request more than all the rest here.
  app.addHook('onSend', (request, reply, payload, done) => {
    // `url` is absent for paths that nobody serves: their names are not ours to keep.
    const { url = 'none' } = request.route_options ?? {};
    timings.add(request.method, url, reply.statusCode, (performance.now() - request.received_at) / 1000);
    done(null, payload);
  });
  const config = { access: access('admin', 'admin'), token: ctx.config.metrics_token };
  app.get('/metrics', { config }, async (_request, reply) => {
    const { type, text } = await metrics.read();
    return reply.type(type).send(`${text}${timings.text()}`);
  });
}
