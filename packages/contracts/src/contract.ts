import { initContract } from '@ts-rest/core';
import { assetRoutes } from './asset/asset.routes.js';
import { auditRoutes } from './audit/audit.routes.js';
import { backendRoutes } from './backend/backend.routes.js';
import { COMMON_PROBLEMS } from './http/problem.js';
import { keyRoutes } from './key/key.routes.js';
import { modelRoutes } from './model/model.routes.js';
import { retentionRoutes } from './retention/retention.routes.js';
import { storageRoutes } from './storage/storage.routes.js';
import { systemRoutes } from './system/system.routes.js';
import { taskRoutes } from './task/task.routes.js';
import { usageRoutes } from './usage/usage.routes.js';

const c = initContract();

/** Every route of the API. Consumers derive clients, handlers, OpenAPI and tests from it. */
export const contract = c.router(
  {
    system: systemRoutes,
    model: modelRoutes,
    task: taskRoutes,
    asset: assetRoutes,
    usage: usageRoutes,
    backend: backendRoutes,
    retention: retentionRoutes,
    storage: storageRoutes,
    audit: auditRoutes,
    key: keyRoutes,
  },
  { strictStatusCodes: true, commonResponses: COMMON_PROBLEMS },
);
export type Contract = typeof contract;
