import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { HttpProblem } from '../http/http-problem.js';
import { readUsage } from './usage.queries.js';

const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_DAYS = 30;

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** What was run and what it cost. */
export const usageHandlers = (ctx: Context) => {
  const get: Handler<Contract['usage']['get']> = async ({ query }) => {
    const to = query.to ?? day(Date.now());
    const from = query.from ?? day(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS);
    if (from > to) {
      const message = `must not be after to, which is ${to}`;
      throw new HttpProblem('invalid_input', `from: ${message}.`, { errors: [{ path: 'from', message }] });
    }
    return { status: 200, body: await readUsage(ctx, query.group_by, { from, to }) };
  };
  return { get };
};
