import type { Settings } from '@easel/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { UrlSigner } from './asset/signed-url.js';
import type { Audit } from './audit/audit.js';
import type { Backends } from './backend/backends.js';
import type { CreateModal } from './backend/connect-backend.js';
import type { CredentialBox } from './backend/credentials.js';
import type { Deployer } from './backend/deploy/deployer.js';
import type { ModalBackend } from './backend/modal/modal-backend.js';
import type { Config } from './config.js';
import type { CrashPoints } from './crash-points.js';
import type { Store } from './db/store.js';
import type { EventHub } from './event/event-hub.js';
import type { Caller } from './http/caller.js';
import type { SettingsStart } from './installation/settings-starts.js';
import type { Keys } from './key/keys.js';
import type { RateLimits } from './limit/rate-limits.js';
import type { ModelSwitches } from './model/model-switches.js';
import type { Storage } from './storage/storage.js';
import type { LiveTasks } from './task/live-tasks.js';
import type { Runner } from './task/runner.js';
import type { TaskRenderer } from './task/task-renderer.js';
import type { Accounts } from './user/accounts.js';
import type { Revocations } from './user/revocations.js';
import type { Webhooks } from './webhook/webhooks.js';

/** Everything a request or a background job may need. Built once, in `create-context.ts`. */
export interface Context {
  config: Config;
  settings: Settings;
  /** The document of this start, and what changed with it. */
  settings_start: SettingsStart;
  /** Hash of the contract and the settings: on every response. */
  contract_hash: string;
  /** Names this process in leases. */
  instance_id: string;
  /** The user who owns everything while nobody signs in. */
  local_owner_id: string;
  local_caller: Caller;
  accounts: Accounts;
  audit: Audit;
  keys: Keys;
  limits: RateLimits;
  revocations: Revocations;
  log: FastifyBaseLogger;
  store: Store;
  storage: Storage;
  urls: UrlSigner;
  hub: EventHub;
  live: LiveTasks;
  renderer: TaskRenderer;
  backends: Backends;
  model_switches: ModelSwitches;
  /** Workspaces on Modal whose credentials can be read, by id. */
  modals: Map<string, ModalBackend>;
  createModal: CreateModal;
  credentials: CredentialBox;
  webhooks: Webhooks;
  deployer: Deployer;
  runner: Runner;
  crash: CrashPoints;
  /** Aborted when the process begins to stop: streams and waiting requests end. */
  closing: AbortController;
}
