import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { access } from '../http/route-metadata.js';
import { Timestamp } from '../ids.js';
import { Overview, SeriesMetric, TimeSeries } from './overview.schema.js';

const c = initContract();
const admin = access('admin', 'admin');

/** Is all well, and what needs me? For operators. */
export const overviewRoutes = c.router({
  get: {
    method: 'GET',
    path: '/v1/admin/overview',
    summary: 'Queue, waiting and run times, errors, cost, and what needs an operator',
    query: z.strictObject({ window_s: z.coerce.number().int().min(60).max(2_592_000).default(86_400) }),
    responses: { 200: Overview },
    metadata: admin,
  },
  series: {
    method: 'GET',
    path: '/v1/admin/timeseries',
    summary: 'One metric over time',
    description:
      'The last 24 hours when no times are given. At most 500 points: without `step_s` about 100 are chosen, with a round step.',
    query: z.strictObject({
      metric: SeriesMetric,
      from: Timestamp.optional(),
      to: Timestamp.optional(),
      step_s: z.coerce.number().int().min(1).max(604_800).optional(),
    }),
    responses: { 200: TimeSeries },
    metadata: admin,
  },
});
