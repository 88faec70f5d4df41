import { createAssetClient } from './asset/asset-client.js';
import { createAuditClient } from './audit/audit-client.js';
import { createBackendClient } from './backend/backend-client.js';
import { createEventClient } from './event/event-client.js';
import type { EaselModels } from './generated/models.js';
import type { EaselOptions } from './http/easel-options.js';
import { createTransport } from './http/transport.js';
import { createInstallationClient } from './installation/installation-client.js';
import { createKeyClient } from './key/key-client.js';
import { createAdminModelClient } from './model/admin-model-client.js';
import { createModelClient } from './model/model-client.js';
import type { ModelTypes } from './models.js';
import { createOverviewClient } from './overview/overview-client.js';
import { createRetentionClient } from './retention/retention-client.js';
import { createStorageClient } from './storage/storage-client.js';
import { createSystemClient } from './system/system-client.js';
import { createAdminTaskClient } from './task/admin-task-client.js';
import { createTaskClient } from './task/task-client.js';
import { createUsageClient } from './usage/usage-client.js';
import { createUserClient } from './user/user-client.js';
import { createWebhookClient } from './webhook/webhook-client.js';

/** A client made by `createEasel`, with a room for each room of the contract. */
export interface Easel<M extends ModelTypes<M> = EaselModels> {
  task: ReturnType<typeof createTaskClient<M>>;
  asset: ReturnType<typeof createAssetClient>;
  model: ReturnType<typeof createModelClient>;
  system: ReturnType<typeof createSystemClient>;
  events: ReturnType<typeof createEventClient>;
  /** Where tasks run. For operators. */
  backend: ReturnType<typeof createBackendClient>;
  /** API keys: what programs send instead of signing in. */
  key: ReturnType<typeof createKeyClient>;
  /** What was run and its estimated cost, by day, model, backend or owner. */
  usage: ReturnType<typeof createUsageClient>;
  /** People: how they come in, their sessions, and what administrators do with them. */
  user: ReturnType<typeof createUserClient>;
  /** Endpoints that are told of tasks, and what was delivered to them. */
  webhook: ReturnType<typeof createWebhookClient>;
  /** What is removed by itself when it is old. For operators. */
  retention: ReturnType<typeof createRetentionClient>;
  /** Is all well, and what needs me? For operators. */
  overview: ReturnType<typeof createOverviewClient>;
  /** Tasks of all owners. For operators. */
  admin_task: ReturnType<typeof createAdminTaskClient>;
  /** Models: declared, deployed, enabled. For operators. */
  admin_model: ReturnType<typeof createAdminModelClient>;
  /** What the installation was started with. For operators. */
  installation: ReturnType<typeof createInstallationClient>;
  /** The disk. For operators. */
  storage: ReturnType<typeof createStorageClient>;
  /** Who did what, and the proof that it is unchanged. For operators. */
  audit: ReturnType<typeof createAuditClient>;
}

/**
 * A client of one Easel installation.
 *
 * `M` describes its models: those of this package's own settings when absent, what `easel types` writes for other
 * settings, or `AnyModels` for programs that learn the models while they run.
 *
 * @example
 * const easel = createEasel({ base_url: 'http://127.0.0.1:4100' });
 * const [model] = (await easel.model.list()).items;
 * const task = await easel.task.run({ model: model.id, input: { prompt: 'a red apple' } });
 * const picture = await easel.asset.content(task.outputs[0].id);
 */
export function createEasel<M extends ModelTypes<M> = EaselModels>(options: EaselOptions = {}): Easel<M> {
  const transport = createTransport(options);
  const asset = createAssetClient(transport);
  return {
    task: createTaskClient<M>(transport, asset.upload),
    asset,
    model: createModelClient(transport),
    system: createSystemClient(transport),
    events: createEventClient(transport),
    backend: createBackendClient(transport),
    key: createKeyClient(transport),
    usage: createUsageClient(transport),
    user: createUserClient(transport),
    webhook: createWebhookClient(transport),
    audit: createAuditClient(transport),
    retention: createRetentionClient(transport),
    storage: createStorageClient(transport),
    overview: createOverviewClient(transport),
    admin_task: createAdminTaskClient(transport),
    admin_model: createAdminModelClient(transport),
    installation: createInstallationClient(transport),
  };
}
