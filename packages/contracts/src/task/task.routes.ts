import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { csvOf, PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { MediaType } from '../model/modes.js';
import { TASK_STATUSES } from './states.js';
import { Attempt, Task, TaskCreate, TaskPatch } from './task.schema.js';

const c = initContract();
const taskId = z.object({ id: z.string().min(1).max(64) });
const idempotency = { 'idempotency-key': z.string().min(1).max(255).optional() };
const stream = c.otherResponse({ contentType: 'text/event-stream', body: z.unknown() });
const resume = z.object({ 'last-event-id': z.string().max(40).optional() });

/** Tasks: create, watch, cancel, retry, delete. */
export const taskRoutes = c.router({
  create: {
    method: 'POST',
    path: '/v1/tasks',
    summary: 'Create a task',
    description: '`Prefer: wait=30` holds the answer until the task is terminal (200) or the time is up (202).',
    body: TaskCreate,
    headers: z.object({ ...idempotency, prefer: z.string().max(200).optional() }),
    responses: { 200: Task, 202: Task, ...problems(402, 404, 409, 410, 413, 415, 422) },
    metadata: access('member', 'tasks:write'),
  },
  list: {
    method: 'GET',
    path: '/v1/tasks',
    summary: 'List own tasks, newest first',
    query: z.strictObject({
      ...PAGE_QUERY,
      status: csvOf(TASK_STATUSES).optional(),
      model: z.string().max(64).optional(),
      type: MediaType.optional(),
    }),
    responses: { 200: pageOf(Task).meta({ id: 'TaskPage' }) },
    metadata: access('member', 'tasks:read'),
  },
  get: {
    method: 'GET',
    path: '/v1/tasks/:id',
    summary: 'Get a task',
    description:
      '`wait_s` waits: with `If-None-Match` until the version differs (304 when it does not), without it until the task is terminal.',
    pathParams: taskId,
    query: z.strictObject({ wait_s: z.coerce.number().min(0).max(60).optional() }),
    headers: z.object({ 'if-none-match': z.string().max(500).optional() }),
    responses: { 200: Task, 304: c.noBody(), ...problems(404) },
    metadata: access('member', 'tasks:read'),
  },
  patch: {
    method: 'PATCH',
    path: '/v1/tasks/:id',
    summary: 'Change metadata or lane',
    pathParams: taskId,
    body: TaskPatch,
    responses: { 200: Task, ...problems(404, 409, 413, 415) },
    metadata: access('member', 'tasks:write'),
  },
  remove: {
    method: 'DELETE',
    path: '/v1/tasks/:id',
    summary: 'Delete a task and its outputs; can be undone for 24 hours',
    pathParams: taskId,
    body: c.noBody(),
    responses: { 204: c.noBody(), ...problems(404, 413, 415) },
    metadata: access('member', 'tasks:write'),
  },
  cancel: {
    method: 'POST',
    path: '/v1/tasks/:id/cancel',
    summary: 'Ask for a task to stop',
    pathParams: taskId,
    body: c.noBody(),
    responses: { 200: Task, ...problems(404, 413, 415) },
    metadata: access('member', 'tasks:write'),
  },
  retry: {
    method: 'POST',
    path: '/v1/tasks/:id/retry',
    summary: 'Create a new task with the same input',
    pathParams: taskId,
    headers: z.object(idempotency),
    body: c.noBody(),
    responses: { 202: Task, ...problems(402, 404, 409, 410, 413, 415, 422) },
    metadata: access('member', 'tasks:write'),
  },
  restore: {
    method: 'POST',
    path: '/v1/tasks/:id/restore',
    summary: 'Undo the deletion of a task',
    pathParams: taskId,
    body: c.noBody(),
    responses: { 200: Task, ...problems(404, 410, 413, 415) },
    metadata: access('member', 'tasks:write'),
  },
  attempts: {
    method: 'GET',
    path: '/v1/tasks/:id/attempts',
    summary: 'What was tried where, and why',
    pathParams: taskId,
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(Attempt).meta({ id: 'AttemptPage' }), ...problems(404) },
    metadata: access('member', 'tasks:read'),
  },
  events: {
    method: 'GET',
    path: '/v1/tasks/:id/events',
    summary: 'Server-sent events of one task',
    description: 'Sends the whole task on connect. `Last-Event-ID: 0` replays everything the event log holds.',
    pathParams: taskId,
    headers: resume,
    responses: { 200: stream, ...problems(404) },
    metadata: access('member', 'tasks:read'),
  },
  stream: {
    method: 'GET',
    path: '/v1/events',
    summary: 'Server-sent events of all own tasks',
    description: 'Sends every unfinished task on connect, then every stored change. Resumes after `Last-Event-ID`.',
    headers: resume,
    responses: { 200: stream },
    metadata: access('member', 'tasks:read'),
  },
});
