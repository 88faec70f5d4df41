import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { csvOf, PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { Timestamp } from '../ids.js';
import { MediaType, ModeName } from '../model/modes.js';
import { AdminTask, AdminTaskStory } from './admin-task.schema.js';
import { Lane, TASK_STATUSES, TaskErrorCode } from './states.js';
import { Task } from './task.schema.js';

const c = initContract();
const admin = access('admin', 'admin');
const one = z.object({ id: z.string().min(1).max(64) });
const word = z.string().min(1).max(64).optional();

/** Tasks of all owners. For operators. */
export const adminTaskRoutes = c.router({
  list: {
    method: 'GET',
    path: '/v1/admin/tasks',
    summary: 'List tasks of all owners, newest first',
    description:
      'Rare combinations are looked for among a few thousand tasks at a time: a page may be short, even empty, while `next_cursor` is not null. Ask on with it.',
    query: z.strictObject({
      ...PAGE_QUERY,
      status: csvOf(TASK_STATUSES).optional(),
      model: word,
      mode: ModeName.optional(),
      type: MediaType.optional(),
      lane: Lane.optional(),
      owner_id: word,
      key_id: word,
      /** Where any of its attempts went. */
      backend_id: word,
      /** Why it failed. */
      error: csvOf(TaskErrorCode.options).optional(),
      /** The beginning of an id, or a part of a prompt. */
      search: z.string().trim().min(1).max(200).optional(),
      /** At or after this time. */
      created_after: Timestamp.optional(),
      /** Before this time. */
      created_before: Timestamp.optional(),
    }),
    responses: { 200: pageOf(AdminTask).meta({ id: 'AdminTaskPage' }) },
    metadata: admin,
  },
  get: {
    method: 'GET',
    path: '/v1/admin/tasks/:id',
    summary: 'The whole story of a task: events, attempts, route, deliveries, audit entries',
    pathParams: one,
    responses: { 200: AdminTaskStory, ...problems(404) },
    metadata: admin,
  },
  cancel: {
    method: 'POST',
    path: '/v1/admin/tasks/:id/cancel',
    summary: "Ask for anyone's task to stop",
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Task, ...problems(404, 413, 415) },
    metadata: admin,
  },
  retry: {
    method: 'POST',
    path: '/v1/admin/tasks/:id/retry',
    summary: 'Create a new task with the same input for the same owner',
    pathParams: one,
    headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional() }),
    body: c.noBody(),
    responses: { 202: Task, ...problems(402, 404, 409, 410, 413, 415, 422) },
    metadata: admin,
  },
  remove: {
    method: 'DELETE',
    path: '/v1/admin/tasks/:id',
    summary: "Delete anyone's task and its outputs; can be undone for 24 hours",
    pathParams: one,
    body: c.noBody(),
    responses: { 204: c.noBody(), ...problems(404, 413, 415) },
    metadata: admin,
  },
  restore: {
    method: 'POST',
    path: '/v1/admin/tasks/:id/restore',
    summary: 'Undo the deletion of a task',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Task, ...problems(404, 410, 413, 415) },
    metadata: admin,
  },
});
