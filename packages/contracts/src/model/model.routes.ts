import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { Model } from './model.schema.js';

const c = initContract();

/** The catalogue, as declared in `inference_settings.json`. */
export const modelRoutes = c.router({
  list: {
    method: 'GET',
    path: '/v1/models',
    summary: 'List models',
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(Model).meta({ id: 'ModelPage' }) },
    metadata: access('member', 'models:read'),
  },
  get: {
    method: 'GET',
    path: '/v1/models/:id',
    summary: 'Get a model',
    pathParams: z.object({ id: z.string().min(1).max(64) }),
    responses: { 200: Model, ...problems(404) },
    metadata: access('member', 'models:read'),
  },
});
