import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { readOverview } from './read-overview.js';
import { readSeries } from './read-series.js';

type Routes = Contract['overview'];

/** Is all well, and what needs me? */
export const overviewHandlers = (ctx: Context) => {
  const get: Handler<Routes['get']> = async ({ query }) => ({
    status: 200,
    body: await readOverview(ctx, query.window_s),
  });
  const series: Handler<Routes['series']> = async ({ query }) => ({ status: 200, body: await readSeries(ctx, query) });
  return { get, series };
};
