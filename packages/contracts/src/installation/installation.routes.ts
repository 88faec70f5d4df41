import { initContract } from '@ts-rest/core';
import { access } from '../http/route-metadata.js';
import { EffectiveSettings } from './installation.schema.js';

const c = initContract();

/** What this installation was started with. For operators. */
export const installationRoutes = c.router({
  settings: {
    method: 'GET',
    path: '/v1/admin/settings',
    summary: 'The settings in effect, their hash, and what changed since the document before',
    responses: { 200: EffectiveSettings },
    metadata: access('admin', 'admin'),
  },
});
