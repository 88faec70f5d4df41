import { type Contract, isTerminal, REPLAYED_HEADER } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { etagOf, goneSignal, preferredWait } from './prefer.js';
import { submitTask } from './submit-task.js';
import { waitForTask } from './wait-for-task.js';

/** Accepts a task; with `Prefer: wait` holds the answer until it has ended or the time is up. */
export const createTaskRoute =
  (ctx: Context): Handler<Contract['task']['create']> =>
  async ({ body, headers, request, reply }) => {
    const { owner_id, key } = requireCaller(request);
    const idempotency_key = headers['idempotency-key'];
    const submitted = await submitTask(ctx, { owner_id, key, route: 'POST /v1/tasks', idempotency_key, body });
    const { id } = submitted.task;
    reply.header('location', `/v1/tasks/${id}`);
    if (submitted.replayed) reply.header(REPLAYED_HEADER, 'true');
    const wait = preferredWait(headers.prefer);
    const ended = (task: { status: typeof submitted.task.status }) => isTerminal(task.status);
    const options = () => ({ timeout_ms: wait * 1000, signal: goneSignal(reply, ctx.closing.signal) });
    const waited = wait > 0 ? await waitForTask(ctx, { owner_id, id }, ended, options()) : undefined;
    const task = waited ?? submitted.task;
    if (wait > 0) reply.header('preference-applied', `wait=${wait}`);
    reply.header('etag', etagOf(task));
    if (!ended(task)) reply.header('retry-after', String(ctx.settings.limits.poll_interval_s));
    const rendered = ctx.renderer.render(task);
    reply.serializer(() => rendered.text);
    return { status: wait > 0 && ended(task) ? 200 : 202, body: rendered.task };
  };
