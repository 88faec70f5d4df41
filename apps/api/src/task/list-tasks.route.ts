import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { listTasks } from './task.queries.js';
import { presentTask } from './task-view.js';

/** Own tasks, newest first. */
export const listTasksRoute =
  (ctx: Context): Handler<Contract['task']['list']> =>
  async ({ query, request }) => {
    const { items, next_cursor } = await listTasks(ctx, requireCaller(request).owner_id, query);
    return { status: 200, body: { items: items.map((task) => presentTask(task, ctx)), next_cursor } };
  };
