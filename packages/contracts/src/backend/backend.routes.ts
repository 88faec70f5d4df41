import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { csvOf, PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { AttemptState } from '../task/task.schema.js';
import {
  AutoscalerPatch,
  Backend,
  BackendCheck,
  BackendCreate,
  BackendCredentials,
  BackendEvent,
  BackendPatch,
  Call,
  ModelLoad,
} from './backend.schema.js';
import { Deploy, DeployLog, Deployment } from './deploy.schema.js';
import { Dispatch, RouteExplanation } from './route.schema.js';

const c = initContract();
const one = z.object({ id: z.string().min(1).max(64) });
const oneDeploy = one.extend({ deploy_id: z.string().min(1).max(64) });
const oneModel = one.extend({ model: z.string().min(1).max(64) });
const idempotency = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() });
const body = problems(404, 413, 415);
const admin = access('admin', 'admin');

/** Backends: where tasks run. For operators. */
export const backendRoutes = c.router({
  list: {
    method: 'GET',
    path: '/v1/admin/backends',
    summary: 'List backends, newest first; the embedded engine last',
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(Backend).meta({ id: 'BackendPage' }) },
    metadata: admin,
  },
  create: {
    method: 'POST',
    path: '/v1/admin/backends',
    summary: 'Add a workspace on Modal',
    description: 'The secret is stored encrypted and never shown again. A check runs before the answer.',
    headers: idempotency,
    body: BackendCreate,
    responses: { 201: Backend, ...problems(409, 413, 415, 422) },
    metadata: admin,
  },
  get: {
    method: 'GET',
    path: '/v1/admin/backends/:id',
    summary: 'Get a backend',
    pathParams: one,
    responses: { 200: Backend, ...problems(404) },
    metadata: admin,
  },
  patch: {
    method: 'PATCH',
    path: '/v1/admin/backends/:id',
    summary: 'Change label, weight or the models allowed',
    pathParams: one,
    body: BackendPatch,
    responses: { 200: Backend, ...body, ...problems(409) },
    metadata: admin,
  },
  remove: {
    method: 'DELETE',
    path: '/v1/admin/backends/:id',
    summary: 'Delete a backend that has nothing in flight',
    pathParams: one,
    body: c.noBody(),
    responses: { 204: c.noBody(), ...body, ...problems(409) },
    metadata: admin,
  },
  rotate: {
    method: 'PUT',
    path: '/v1/admin/backends/:id/credentials',
    summary: 'Replace the credentials; they are checked first',
    pathParams: one,
    body: BackendCredentials,
    responses: { 200: Backend, ...body, ...problems(409) },
    metadata: admin,
  },
  check: {
    method: 'POST',
    path: '/v1/admin/backends/:id/check',
    summary: 'Check credentials, functions, deploy hashes and latency now',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: BackendCheck, ...body },
    metadata: admin,
  },
  enable: {
    method: 'POST',
    path: '/v1/admin/backends/:id/enable',
    summary: 'Take work again; closes open breakers',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Backend, ...body, ...problems(409) },
    metadata: admin,
  },
  disable: {
    method: 'POST',
    path: '/v1/admin/backends/:id/disable',
    summary: 'Take no new work',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Backend, ...body, ...problems(409) },
    metadata: admin,
  },
  drain: {
    method: 'POST',
    path: '/v1/admin/backends/:id/drain',
    summary: 'Finish what is in flight, take nothing new, then be disabled',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Backend, ...body, ...problems(409) },
    metadata: admin,
  },
  history: {
    method: 'GET',
    path: '/v1/admin/backends/:id/history',
    summary: 'What happened to a backend, newest first',
    pathParams: one,
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(BackendEvent).meta({ id: 'BackendEventPage' }), ...problems(404) },
    metadata: admin,
  },
  load: {
    method: 'GET',
    path: '/v1/admin/backends/:id/load',
    summary: 'Containers and waiting inputs by model, asked of the platform now',
    pathParams: one,
    responses: { 200: z.object({ items: z.array(ModelLoad) }).meta({ id: 'BackendLoad' }), ...problems(404) },
    metadata: admin,
  },
  autoscale: {
    method: 'PATCH',
    path: '/v1/admin/backends/:id/models/:model/autoscaler',
    summary: 'Change containers kept and allowed until the next deployment',
    pathParams: oneModel,
    body: AutoscalerPatch,
    responses: { 200: ModelLoad, ...body, ...problems(409) },
    metadata: admin,
  },
  deploy: {
    method: 'POST',
    path: '/v1/admin/backends/:id/deploys',
    summary: 'Deploy the models of the settings',
    description: 'The present deployment serves until the new one has passed its check.',
    pathParams: one,
    headers: idempotency,
    body: c.noBody(),
    responses: { 202: Deploy, ...body, ...problems(409, 422) },
    metadata: admin,
  },
  deploys: {
    method: 'GET',
    path: '/v1/admin/backends/:id/deploys',
    summary: 'Deployments that were made, newest first',
    pathParams: one,
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(Deploy).meta({ id: 'DeployPage' }), ...problems(404) },
    metadata: admin,
  },
  deploy_log: {
    method: 'GET',
    path: '/v1/admin/backends/:id/deploys/:deploy_id/log',
    summary: 'Log of a deployment; waits for more when asked to',
    pathParams: oneDeploy,
    query: z.strictObject({
      offset: z.coerce.number().int().min(0).default(0),
      wait_s: z.coerce.number().min(0).max(30).optional(),
    }),
    responses: { 200: DeployLog, ...problems(404) },
    metadata: admin,
  },
  rollback: {
    method: 'POST',
    path: '/v1/admin/backends/:id/rollback',
    summary: 'Go back to the deployment before, if it still answers',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Backend, ...body, ...problems(409) },
    metadata: admin,
  },
  deployments: {
    method: 'GET',
    path: '/v1/admin/deployments',
    summary: 'Every model on every rented backend: deployed, stale, missing or failed',
    responses: { 200: z.object({ items: z.array(Deployment) }).meta({ id: 'DeploymentMatrix' }) },
    metadata: admin,
  },
  calls: {
    method: 'GET',
    path: '/v1/admin/calls',
    summary: 'Attempts of all owners, newest first',
    query: z.strictObject({
      ...PAGE_QUERY,
      backend_id: z.string().max(64).optional(),
      model: z.string().max(64).optional(),
      task_id: z.string().max(64).optional(),
      state: csvOf(AttemptState.options).optional(),
    }),
    responses: { 200: pageOf(Call).meta({ id: 'CallPage' }) },
    metadata: admin,
  },
  route: {
    method: 'GET',
    path: '/v1/admin/route',
    summary: 'Where a task would go now, and why not elsewhere',
    query: z
      .strictObject({ task_id: z.string().max(64).optional(), model: z.string().max(64).optional() })
      .refine((q) => (q.task_id === undefined) !== (q.model === undefined), 'must give either task_id or model'),
    responses: { 200: RouteExplanation, ...problems(404) },
    metadata: admin,
  },
  dispatch: {
    method: 'GET',
    path: '/v1/admin/dispatch',
    summary: 'Is new work handed to backends',
    responses: { 200: Dispatch },
    metadata: admin,
  },
  set_dispatch: {
    method: 'PUT',
    path: '/v1/admin/dispatch',
    summary: 'Pause or resume handing work to backends',
    body: z.strictObject({ paused: z.boolean() }),
    responses: { 200: Dispatch, ...problems(413, 415) },
    metadata: admin,
  },
});
