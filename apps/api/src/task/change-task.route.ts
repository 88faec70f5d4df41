import { type Contract, REPLAYED_HEADER } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { cancelTask } from './cancel-task.js';
import { deleteTask, restoreTask } from './delete-task.js';
import { patchTask } from './patch-task.js';
import { etagOf } from './prefer.js';
import { retryTask } from './retry-task.js';
import { presentTask } from './task-view.js';

type Routes = Contract['task'];

export const patchTaskRoute =
  (ctx: Context): Handler<Routes['patch']> =>
  async ({ params, body, request, reply }) => {
    const task = await patchTask(ctx, requireCaller(request).owner_id, params.id, body);
    reply.header('etag', etagOf(task));
    return { status: 200, body: presentTask(task, ctx) };
  };

export const cancelTaskRoute =
  (ctx: Context): Handler<Routes['cancel']> =>
  async ({ params, request, reply }) => {
    const task = await cancelTask(ctx, requesterOf(request), requireCaller(request).owner_id, params.id);
    reply.header('etag', etagOf(task));
    return { status: 200, body: presentTask(task, ctx) };
  };

export const retryTaskRoute =
  (ctx: Context): Handler<Routes['retry']> =>
  async ({ params, headers, request, reply }) => {
    const key = headers['idempotency-key'];
    const { task, replayed } = await retryTask(ctx, requesterOf(request), requireCaller(request), params.id, key);
    reply.header('location', `/v1/tasks/${task.id}`).header('etag', etagOf(task));
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 202, body: presentTask(task, ctx) };
  };

export const removeTaskRoute =
  (ctx: Context): Handler<Routes['remove']> =>
  async ({ params, request }) => {
    await deleteTask(ctx, requesterOf(request), requireCaller(request).owner_id, params.id);
    return { status: 204, body: undefined };
  };

export const restoreTaskRoute =
  (ctx: Context): Handler<Routes['restore']> =>
  async ({ params, request, reply }) => {
    const task = await restoreTask(ctx, requesterOf(request), requireCaller(request).owner_id, params.id);
    reply.header('etag', etagOf(task));
    return { status: 200, body: presentTask(task, ctx) };
  };
