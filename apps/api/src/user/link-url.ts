import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';

/** An address of ours with a token behind `#`, which browsers send to no server and write into no log. */
export const linkUrl = (base: string, path: string, token: string): string => `${base}${path}#token=${token}`;

/** How the browser that asks reaches this server. */
export const baseUrlOf = (ctx: Pick<Context, 'config'>, request: FastifyRequest): string =>
  ctx.config.public_url ?? `http://${request.host}`;
