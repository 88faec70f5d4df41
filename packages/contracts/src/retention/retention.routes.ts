import { initContract } from '@ts-rest/core';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { Retention, RetentionPreview, RetentionRules, RetentionRun } from './retention.schema.js';

const c = initContract();
const admin = access('admin', 'admin');

/** What is removed by itself when it is old. For operators. */
export const retentionRoutes = c.router({
  get: {
    method: 'GET',
    path: '/v1/admin/retention',
    summary: 'The rules by which old things are removed',
    responses: { 200: Retention },
    metadata: admin,
  },
  put: {
    method: 'PUT',
    path: '/v1/admin/retention',
    summary: 'Replace the rules',
    description: 'They take effect with the next run, at most ten minutes later.',
    body: RetentionRules,
    responses: { 200: Retention, ...problems(413, 415) },
    metadata: admin,
  },
  preview: {
    method: 'POST',
    path: '/v1/admin/retention/preview',
    summary: 'What rules would remove now; changes nothing',
    body: RetentionRules,
    responses: { 200: RetentionPreview, ...problems(413, 415) },
    metadata: admin,
  },
  run: {
    method: 'POST',
    path: '/v1/admin/retention/run',
    summary: 'Apply the stored rules now',
    description: 'What is removed is hidden at once and can be brought back for 24 hours.',
    body: c.noBody(),
    responses: { 200: RetentionRun, ...problems(413, 415) },
    metadata: admin,
  },
});
