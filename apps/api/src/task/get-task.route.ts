import { type Contract, isTerminal } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { taskNotFound } from './cancel-task.js';
import { etagOf, goneSignal, matchesEtag } from './prefer.js';
import { renderCurrentTask } from './task.queries.js';
import { waitForTask } from './wait-for-task.js';

/** One task; with `wait_s` when it changes (If-None-Match) or ends. */
export const getTaskRoute =
  (ctx: Context): Handler<Contract['task']['get']> =>
  async ({ params, query, headers, request, reply }) => {
    const { owner_id } = requireCaller(request);
    const known = headers['if-none-match'];
    const target = { owner_id, id: params.id };
    if (query.wait_s) {
      const options = { timeout_ms: query.wait_s * 1000, signal: goneSignal(reply, ctx.closing.signal) };
      await waitForTask(
        ctx,
        target,
        (t) => (known === undefined ? isTerminal(t.status) : !matchesEtag(known, etagOf(t))),
        options,
      );
    }
    const rendered = await renderCurrentTask(ctx, target);
    if (!rendered) throw taskNotFound(params.id);
    const { task, text } = rendered;
    const etag = etagOf(task);
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (!isTerminal(task.status)) reply.header('retry-after', String(ctx.settings.limits.poll_interval_s));
    if (matchesEtag(known, etag)) return { status: 304, body: undefined };
    reply.serializer(() => text);
    return { status: 200, body: task };
  };
