import type { createBackendClient } from './backend/backend-client.js';
import type { createUsageClient } from './usage/usage-client.js';

type BackendClient = ReturnType<typeof createBackendClient>;
type UsageClient = ReturnType<typeof createUsageClient>;

/** The room `backend` with the names it had before they were those of the contract. */
export interface FormerBackends extends BackendClient {
  /** @deprecated Use `easel.backend.deploy_log`. */
  deployLog: BackendClient['deploy_log'];
  /** @deprecated Use `easel.backend.set_dispatch`. */
  setDispatch: BackendClient['set_dispatch'];
}

/** The room `usage`, which could be called itself. */
export interface UsageRoom extends UsageClient {
  /** @deprecated Use `easel.usage.get`. */
  (...request: Parameters<UsageClient['get']>): ReturnType<UsageClient['get']>;
}

export const formerBackends = (backend: BackendClient): FormerBackends => ({
  ...backend,
  deployLog: backend.deploy_log,
  setDispatch: backend.set_dispatch,
});

export const callableUsage = (usage: UsageClient): UsageRoom =>
  Object.assign((...request: Parameters<UsageClient['get']>) => usage.get(...request), usage);
