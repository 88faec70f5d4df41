import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { taskNotFound } from './cancel-task.js';
import { openStream } from './event-stream.js';
import { getTask } from './task.queries.js';

const HEADERS = { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' };

/** Server-sent events of one task. */
export const taskEventsRoute =
  (ctx: Context): Handler<Contract['task']['events']> =>
  async ({ params, headers, request, reply }) => {
    const caller = requireCaller(request);
    const { owner_id } = caller;
    if (!(await getTask(ctx, owner_id, params.id))) throw taskNotFound(params.id);
    reply.headers(HEADERS);
    const scope = { owner_id, caller, task_id: params.id };
    return { status: 200, body: await openStream(ctx, scope, headers['last-event-id'], reply) };
  };

/** Server-sent events of all own tasks. */
export const allEventsRoute =
  (ctx: Context): Handler<Contract['task']['stream']> =>
  async ({ headers, request, reply }) => {
    const caller = requireCaller(request);
    const { owner_id } = caller;
    reply.headers(HEADERS);
    const scope = { owner_id, caller, task_id: null };
    return { status: 200, body: await openStream(ctx, scope, headers['last-event-id'], reply) };
  };
