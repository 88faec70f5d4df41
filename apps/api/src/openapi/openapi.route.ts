import { access } from '@easel/contracts';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.js';
import { buildOpenApi } from './build-openapi.js';
import { registerDocs } from './docs-page.js';

/** The OpenAPI document of this installation's models, and its reference page. */
export function registerOpenApi(app: FastifyInstance, ctx: Context): void {
  let document: string | null = null;
  app.get('/openapi.json', { config: { access: access('member', 'models:read') } }, async (_request, reply) => {
    document ??= JSON.stringify(buildOpenApi(ctx.settings));
    return reply.type('application/json').header('cache-control', 'private, max-age=60').send(document);
  });
  registerDocs(app);
}
