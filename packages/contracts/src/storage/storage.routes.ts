import { initContract } from '@ts-rest/core';
import { access } from '../http/route-metadata.js';
import { StorageUse } from './storage.schema.js';

const c = initContract();

/** The disk. For operators. */
export const storageRoutes = c.router({
  get: {
    method: 'GET',
    path: '/v1/admin/storage',
    summary: 'What lies on the disk, whose it is, and how much room is left',
    responses: { 200: StorageUse },
    metadata: access('admin', 'admin'),
  },
});
