import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { AdminModel } from './admin-model.schema.js';

const c = initContract();
const admin = access('admin', 'admin');
const one = z.object({ id: z.string().min(1).max(64) });

/** Models: declared, deployed, enabled. For operators. */
export const adminModelRoutes = c.router({
  list: {
    method: 'GET',
    path: '/v1/admin/models',
    summary: 'Every model that is declared: failed and stale deployments first',
    responses: { 200: z.object({ items: z.array(AdminModel) }).meta({ id: 'AdminModels' }) },
    metadata: admin,
  },
  enable: {
    method: 'POST',
    path: '/v1/admin/models/:id/enable',
    summary: 'Take tasks for a model again',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: AdminModel, ...problems(404, 413, 415) },
    metadata: admin,
  },
  disable: {
    method: 'POST',
    path: '/v1/admin/models/:id/disable',
    summary: 'Take no new tasks for a model; those that were taken are carried out',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: AdminModel, ...problems(404, 413, 415) },
    metadata: admin,
  },
});
