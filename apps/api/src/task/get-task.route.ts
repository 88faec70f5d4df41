import { type Contract, isTerminal } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { taskNotFound } from './cancel-task.js';
import { etagOf, goneSignal, matchesEtag } from './prefer.js';
import { getTask } from './task.queries.js';
import { presentTask } from './task-view.js';
import { waitForTask } from './wait-for-task.js';

/** One task; with `wait_s` when it changes (If-None-Match) or ends. */
export const getTaskRoute =
  (ctx: Context): Handler<Contract['task']['get']> =>
  async ({ params, query, headers, request, reply }) => {
    const { owner_id } = requireCaller(request);
    const known = headers['if-none-match'];
    const waitMs = (query.wait_s ?? 0) * 1000;
    const signal = goneSignal(reply, ctx.closing.signal);
    const task =
      waitMs > 0
        ? await waitForTask(
            ctx,
            { owner_id, id: params.id },
            (t) => (known === undefined ? isTerminal(t.status) : !matchesEtag(known, etagOf(t))),
            { timeout_ms: waitMs, signal },
          )
        : await getTask(ctx, owner_id, params.id);
    if (!task) throw taskNotFound(params.id);
    reply.header('etag', etagOf(task)).header('cache-control', 'private, no-cache');
    if (!isTerminal(task.status)) reply.header('retry-after', String(ctx.settings.limits.poll_interval_s));
    if (matchesEtag(known, etagOf(task))) return { status: 304, body: undefined };
    return { status: 200, body: presentTask(task, ctx) };
  };
