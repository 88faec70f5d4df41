import type { Context } from '../context.js';
import {
  cancelTaskRoute,
  patchTaskRoute,
  removeTaskRoute,
  restoreTaskRoute,
  retryTaskRoute,
} from './change-task.route.js';
import { createTaskRoute } from './create-task.route.js';
import { getTaskRoute } from './get-task.route.js';
import { listAttemptsRoute } from './list-attempts.route.js';
import { listTasksRoute } from './list-tasks.route.js';
import { allEventsRoute, taskEventsRoute } from './task-events.route.js';

/** Every route of the task room. */
export const taskHandlers = (ctx: Context) => ({
  create: createTaskRoute(ctx),
  list: listTasksRoute(ctx),
  get: getTaskRoute(ctx),
  patch: patchTaskRoute(ctx),
  remove: removeTaskRoute(ctx),
  cancel: cancelTaskRoute(ctx),
  retry: retryTaskRoute(ctx),
  restore: restoreTaskRoute(ctx),
  attempts: listAttemptsRoute(ctx),
  events: taskEventsRoute(ctx),
  stream: allEventsRoute(ctx),
});
