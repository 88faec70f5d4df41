import { initContract } from '@ts-rest/core';
import { assetRoutes } from './asset/asset.routes.js';
import { auditRoutes } from './audit/audit.routes.js';
import { backendRoutes } from './backend/backend.routes.js';
import { COMMON_PROBLEMS } from './http/problem.js';
import { installationRoutes } from './installation/installation.routes.js';
import { keyRoutes } from './key/key.routes.js';
import { adminModelRoutes } from './model/admin-model.routes.js';
import { modelRoutes } from './model/model.routes.js';
import { overviewRoutes } from './overview/overview.routes.js';
import { retentionRoutes } from './retention/retention.routes.js';
import { storageRoutes } from './storage/storage.routes.js';
import { systemRoutes } from './system/system.routes.js';
import { adminTaskRoutes } from './task/admin-task.routes.js';
import { taskRoutes } from './task/task.routes.js';
import { usageRoutes } from './usage/usage.routes.js';
import { userRoutes } from './user/user.routes.js';
import { webhookRoutes } from './webhook/webhook.routes.js';

const tsRest: ReturnType<typeof initContract> = initContract();

const OPTIONS = { strictStatusCodes: true, commonResponses: COMMON_PROBLEMS } as const;

/** By name, since what the compiler infers of all routes at once is longer than it writes down. */
interface Rooms {
  system: typeof systemRoutes;
  model: typeof modelRoutes;
  task: typeof taskRoutes;
  asset: typeof assetRoutes;
  usage: typeof usageRoutes;
  backend: typeof backendRoutes;
  retention: typeof retentionRoutes;
  storage: typeof storageRoutes;
  audit: typeof auditRoutes;
  key: typeof keyRoutes;
  user: typeof userRoutes;
  overview: typeof overviewRoutes;
  admin_task: typeof adminTaskRoutes;
  admin_model: typeof adminModelRoutes;
  installation: typeof installationRoutes;
  webhook: typeof webhookRoutes;
}
export type Contract = ReturnType<typeof tsRest.router<{ [Room in keyof Rooms]: Rooms[Room] }, '', typeof OPTIONS>>;

/** Every route of the API. Consumers derive clients, handlers, OpenAPI and tests from it. */
export const contract: Contract = tsRest.router(
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
    user: userRoutes,
    overview: overviewRoutes,
    admin_task: adminTaskRoutes,
    admin_model: adminModelRoutes,
    installation: installationRoutes,
    webhook: webhookRoutes,
  },
  OPTIONS,
);
