import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { listTasks } from './task.queries.js';

/** Own tasks, newest first. */
export const listTasksRoute =
  (ctx: Context): Handler<Contract['task']['list']> =>
  async ({ query, request, reply }) => {
    const { rendered, next_cursor } = await listTasks(ctx, requireCaller(request).owner_id, query);
    const texts = rendered.map((item) => item.text).join(',');
    reply.serializer(() => `{"items":[${texts}],"next_cursor":${JSON.stringify(next_cursor)}}`);
    return { status: 200, body: { items: rendered.map((item) => item.task), next_cursor } };
  };
