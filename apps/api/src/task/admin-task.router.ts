import { type Contract, REPLAYED_HEADER } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { readTaskStory } from './admin-task-story.js';
import { cancelTask } from './cancel-task.js';
import { deleteTask, restoreTask } from './delete-task.js';
import { listAdminTasks } from './list-admin-tasks.js';
import { etagOf } from './prefer.js';
import { retryTask } from './retry-task.js';
import { ownerOfTask } from './task-owner.js';
import { presentTask } from './task-view.js';

type Routes = Contract['admin_task'];

/** Tasks of all owners. What an operator does to one stays with its owner. */
export const adminTaskHandlers = (ctx: Context) => {
  const list: Handler<Routes['list']> = async ({ query }) => ({ status: 200, body: await listAdminTasks(ctx, query) });

  const get: Handler<Routes['get']> = async ({ params }) => ({
    status: 200,
    body: await readTaskStory(ctx, params.id),
  });

  const cancel: Handler<Routes['cancel']> = async ({ params: { id }, request }) => {
    const { owner_id } = await ownerOfTask(ctx, id);
    return { status: 200, body: presentTask(await cancelTask(ctx, requesterOf(request), owner_id, id), ctx) };
  };

  const retry: Handler<Routes['retry']> = async ({ params: { id }, headers, request, reply }) => {
    // Keys of an operator are apart from those of the owner.
    const route = `POST /v1/admin/tasks/:id/retry by ${requireCaller(request).owner_id}`;
    const holder = { ...(await ownerOfTask(ctx, id)), route };
    const { task, replayed } = await retryTask(ctx, requesterOf(request), holder, id, headers['idempotency-key']);
    reply.header('location', `/v1/admin/tasks/${task.id}`).header('etag', etagOf(task));
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 202, body: presentTask(task, ctx) };
  };

  const remove: Handler<Routes['remove']> = async ({ params: { id }, request }) => {
    const { owner_id } = await ownerOfTask(ctx, id);
    await deleteTask(ctx, requesterOf(request), owner_id, id);
    return { status: 204, body: undefined };
  };

  const restore: Handler<Routes['restore']> = async ({ params: { id }, request }) => {
    const { owner_id } = await ownerOfTask(ctx, id);
    return { status: 200, body: presentTask(await restoreTask(ctx, requesterOf(request), owner_id, id), ctx) };
  };

  return { list, get, cancel, retry, remove, restore };
};
