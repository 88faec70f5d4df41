import type { Generated } from 'kysely';

/** Rows as stored. Times are ISO texts, JSON is text, booleans are 0 or 1. */
export interface UserRow {
  id: string;
  name: string;
  role: 'admin' | 'member';
  created_at: string;
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
}
