import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { access } from '../http/route-metadata.js';
import { Session } from '../user/session.schema.js';

const c = initContract();

/** Answer of `GET /v1/health`. `contract` is the hash that every response carries. */
export const Health = z
  .object({ status: z.literal('ok'), version: z.string(), contract: z.string(), uptime_s: z.number() })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

/** Answer of `GET /v1/ready`: 503 with reasons when store, storage or every backend is unusable. */
export const Readiness = z
  .object({ status: z.enum(['ready', 'unready']), reasons: z.array(z.string()) })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;

/** Health, readiness and the caller's session. */
export const systemRoutes = c.router({
  health: {
    method: 'GET',
    path: '/v1/health',
    summary: 'Is the process alive',
    responses: { 200: Health },
    metadata: access('public'),
  },
  ready: {
    method: 'GET',
    path: '/v1/ready',
    summary: 'Can tasks be taken and run',
    responses: { 200: Readiness, 503: Readiness },
    metadata: access('public'),
  },
  session: {
    method: 'GET',
    path: '/v1/session',
    summary: 'Who am I',
    responses: { 200: Session },
    metadata: access('public'),
  },
});
