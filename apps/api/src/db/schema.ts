import type { Generated } from 'kysely';

/** Rows as stored. Times are ISO texts, JSON is text, booleans are 0 or 1. */
export interface UserRow {
  id: string;
  name: string;
  role: 'admin' | 'member';
  created_at: string;
  email: Generated<string | null>;
  email_verified: Generated<number>;
  image: Generated<string | null>;
  updated_at: Generated<string | null>;
  /** Since when this person may do nothing. */
  disabled_at: Generated<string | null>;
  /** Limits of this person; null is what the settings say, or no limit. */
  queue_max: Generated<number | null>;
  concurrency_max: Generated<number | null>;
  /** What may be spent in a calendar month (UTC). */
  budget_microusd: Generated<number | null>;
}

/** How someone proves who they are: a password, or an account of an identity provider. Written by better-auth. */
export interface AccountRow {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: string | null;
  refresh_token_expires_at: string | null;
  scope: string | null;
  password: string | null;
  created_at: string;
  updated_at: string;
}

/** A browser that is signed in. Written by better-auth. */
export interface SessionRow {
  id: string;
  user_id: string;
  token: string;
  expires_at: string;
  ip_address: string | null;
  user_agent: string | null;
  created_at: string;
  updated_at: string;
}

export interface VerificationRow {
  id: string;
  identifier: string;
  value: string;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

export interface InvitationRow {
  id: string;
  email: string;
  role: 'admin' | 'member';
  /** SHA-256 of the token in the link. */
  digest: string;
  created_by: string;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
  accepted_by: string | null;
  revoked_at: string | null;
}

/** Links that work once: the first administrator's, and those that set a new password. */
export interface OneTimeLinkRow {
  id: string;
  purpose: 'setup' | 'password';
  user_id: string | null;
  digest: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

export interface KeyRow {
  id: string;
  owner_id: string;
  name: string;
  /** SHA-256 of the whole key, hex. */
  digest: string;
  /** The last characters, to tell keys apart. */
  hint: string;
  /** JSON list. */
  scopes: string;
  /** JSON list of model ids; null allows all. */
  models: string | null;
  expires_at: string | null;
  rate_per_minute: number | null;
  concurrency_max: number | null;
  budget_microusd: number | null;
  /** The secret before the last rotation, good until `previous_until`. */
  previous_digest: string | null;
  previous_until: string | null;
  last_used_at: string | null;
  rotated_at: string | null;
  created_at: string;
  updated_at: string;
  revoked_at: string | null;
}

/** What was spent in a calendar month (UTC, `2026-01`) by a key or a person: reserved for what runs, settled for what ended. */
export interface SpendingRow {
  scope: 'key' | 'user';
  scope_id: string;
  month: string;
  reserved_microusd: number;
  settled_microusd: number;
}

/** What stands for entries of the audit log that were removed: the last of them, signed. One row at most. */
export interface AuditBaseRow {
  seq: number;
  hash: string;
  at: string;
  key_id: string;
  signature: string;
}

/** One entry of the audit log. `hash` covers every other column. */
export interface AuditRow {
  seq: number;
  at: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  target_kind: string | null;
  target_id: string | null;
  target_name: string | null;
  outcome: string;
  code: string | null;
  request_id: string | null;
  /** JSON, secrets removed. */
  before: string | null;
  after: string | null;
  previous_hash: string;
  hash: string;
}

export interface WebhookRow {
  id: string;
  owner_id: string;
  url: string;
  description: string;
  /** JSON list of event names. */
  events: string;
  /** Sealed with the row's id. */
  secret: string;
  /** The last characters of the secret, to tell secrets apart. */
  hint: string;
  previous_secret: string | null;
  previous_until: string | null;
  rotated_at: string | null;
  enabled: number;
  disabled_reason: string | null;
  /** Since when no delivery has succeeded. */
  failing_since: string | null;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

/** Signs what goes to the target that a single task named. */
export interface WebhookSecretRow {
  owner_id: string;
  secret: string;
  hint: string;
  previous_secret: string | null;
  previous_until: string | null;
  created_at: string;
  rotated_at: string | null;
}

export interface DeliveryRow {
  id: string;
  owner_id: string;
  /** Null for the target that a task named. */
  webhook_id: string | null;
  task_id: string | null;
  event: string;
  url: string;
  /** `host:port`: what is down for one delivery is down for all of them. */
  target: string;
  /** The body as sent, every time the same. */
  payload: string;
  state: 'pending' | 'delivered' | 'failed' | 'cancelled';
  attempts: number;
  next_at: string | null;
  last_status: number | null;
  last_error: string | null;
  created_at: string;
  finished_at: string | null;
  /** The first delivery of the same message. */
  redelivery_of: string | null;
}

export interface DeliveryAttemptRow {
  id: Generated<number>;
  delivery_id: string;
  at: string;
  request_headers: string;
  status: number | null;
  response_headers: string | null;
  response_body: string | null;
  duration_ms: number;
  error: string | null;
}

/** A model that an operator switched off or on again. */
export interface ModelSwitchRow {
  model: string;
  enabled: number;
  changed_at: string;
  changed_by: string | null;
}

/** A settings document the process was started with, from its first start to its last in a row. */
export interface SettingsStartRow {
  id: Generated<number>;
  hash: string;
  document: string;
  started_at: string;
  last_started_at: string;
}

export interface RetentionRuleRow {
  id: string;
  kind: 'output' | 'input' | 'task';
  type: string | null;
  older_than_days: number;
  owner_id: string | null;
  keep_favorites: number;
  created_at: string;
  updated_at: string;
}

export interface TaskRow {
  id: string;
  owner_id: string;
  version: number;
  model: string;
  mode: string;
  type: string;
  status: string;
  stage: string | null;
  progress: number;
  input: string;
  count: number;
  lane: string;
  warnings: string;
  error: string | null;
  attempt: number;
  max_attempts: number;
  /** Attempts that ended because our own process did; they have a cap of their own. */
  lost: number;
  retry_of: string | null;
  cancel_requested_at: string | null;
  queued_ms: number | null;
  start_ms: number | null;
  load_ms: number | null;
  run_ms: number | null;
  total_ms: number | null;
  cost_microusd: number;
  metadata: string;
  snapshot: string;
  /** Settings of the model when the task was made. */
  settings: string;
  estimate_ms: number;
  not_before: string | null;
  fencing: number;
  lease_owner: string | null;
  lease_expires_at: string | null;
  created_at: string;
  updated_at: string;
  started_at: string | null;
  finished_at: string | null;
  deleted_at: string | null;
  /** The key that made it. */
  key_id: string | null;
  /** Set aside in the budgets of `budget_month` until it ends. */
  reserved_microusd: number;
  budget_month: string | null;
  /** JSON of the target that the task named. */
  webhook: string | null;
  /** From creation to the first sign of execution. */
  wait_ms: number | null;
}

export interface AttemptRow {
  id: string;
  task_id: string;
  model: string;
  mode: string;
  backend_id: string;
  handle: string | null;
  state: string;
  fencing: number;
  created_at: string;
  accepted_at: string | null;
  started_at: string | null;
  finished_at: string | null;
  start_ms: number | null;
  run_ms: number | null;
  cost_microusd: number;
  error: string | null;
  backend_label: string;
  /** Why it went there. */
  reason: string;
  deploy_hash: string | null;
  out_of_sight_since: string | null;
  /** For operators only. */
  error_detail: string | null;
  /** JSON of `PlatformFacts`. */
  platform: string | null;
  /** Until when a result of the ended attempt is still looked for. */
  late_until: string | null;
  /** 1 when the backend did not take it, 2 when it could take nothing at all: then it does not count as an attempt. */
  never_ran: number;
}

/** A workspace on Modal. The embedded engine has no row. */
export interface BackendRow {
  id: string;
  kind: 'modal';
  label: string;
  enabled: number;
  draining: number;
  weight: number;
  /** JSON list of model ids; null allows all. */
  models: string | null;
  environment: string | null;
  /** Token id and secret, sealed with the row's id. */
  credentials: string;
  token_hint: string;
  credentials_changed_at: string;
  app_name: string | null;
  previous_app_name: string | null;
  /** JSON of `BackendCheck`. */
  last_check: string | null;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

export interface BackendEventRow {
  id: Generated<number>;
  backend_id: string;
  kind: string;
  message: string;
  at: string;
}

export interface DeployRow {
  id: string;
  backend_id: string;
  state: string;
  app_name: string;
  /** JSON of what was deployed: models with class, hash and runtime. */
  deployment: string;
  log: string;
  started_at: string;
  finished_at: string | null;
  error: string | null;
}

/** Switches of the whole installation, JSON values by name. */
export interface InstallationRow {
  name: string;
  value: string;
  changed_at: string;
}

export interface AssetRow {
  id: string;
  owner_id: string;
  kind: string;
  task_id: string | null;
  idx: number | null;
  /** 1 for a result that arrived after its task was given up. */
  late: number;
  type: string;
  model: string | null;
  content_type: string;
  width: number;
  height: number;
  bytes: number;
  duration_s: number | null;
  /** Of the stored bytes: the blob. */
  sha256: string;
  /** Of the bytes as uploaded, for deduplication; null for outputs. */
  upload_sha256: string | null;
  preview_sha256: string;
  seed: number | null;
  recipe: string | null;
  favorite: number;
  tags: string;
  created_at: string;
  deleted_at: string | null;
}

export interface BlobRow {
  sha256: string;
  bytes: number;
  content_type: string;
  /** How many assets point here, as content or preview. */
  refs: number;
  created_at: string;
}

export interface EventRow {
  id: Generated<number>;
  task_id: string;
  owner_id: string;
  kind: 'task' | 'deleted';
  version: number;
  body: string;
  at: string;
}

export interface IdempotencyRow {
  owner_id: string;
  route: string;
  key: string;
  fingerprint: string;
  resource_id: string;
  created_at: string;
}

export interface Tables {
  users: UserRow;
  tasks: TaskRow;
  attempts: AttemptRow;
  assets: AssetRow;
  blobs: BlobRow;
  events: EventRow;
  idempotency: IdempotencyRow;
  backends: BackendRow;
  backend_events: BackendEventRow;
  deploys: DeployRow;
  installation: InstallationRow;
  accounts: AccountRow;
  sessions: SessionRow;
  verifications: VerificationRow;
  invitations: InvitationRow;
  one_time_links: OneTimeLinkRow;
  keys: KeyRow;
  spending: SpendingRow;
  audit: AuditRow;
  audit_bases: AuditBaseRow;
  webhooks: WebhookRow;
  webhook_secrets: WebhookSecretRow;
  deliveries: DeliveryRow;
  delivery_attempts: DeliveryAttemptRow;
  model_switches: ModelSwitchRow;
  settings_starts: SettingsStartRow;
  retention_rules: RetentionRuleRow;
}
