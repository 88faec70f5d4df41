/** Users, tasks with their attempts and events, assets with their blobs, idempotency keys. */
export const spine = `
create table users (
  id text primary key, name text not null, role text not null, created_at text not null
) strict;

create table tasks (
  id text primary key, owner_id text not null references users(id), version integer not null,
  model text not null, mode text not null, type text not null, status text not null, stage text,
  progress real not null, input text not null, count integer not null, lane text not null,
  warnings text not null, error text, attempt integer not null, max_attempts integer not null,
  lost integer not null, retry_of text, cancel_requested_at text,
  queued_ms real, start_ms real, load_ms real, run_ms real, total_ms real,
  cost_microusd integer not null, metadata text not null, snapshot text not null, settings text not null,
  estimate_ms real not null, not_before text, fencing integer not null, lease_owner text, lease_expires_at text,
  created_at text not null, updated_at text not null, started_at text, finished_at text, deleted_at text
) strict;
create index tasks_by_owner on tasks (owner_id, id) where deleted_at is null;
create index tasks_by_owner_status on tasks (owner_id, status, id) where deleted_at is null;
create index tasks_by_owner_model on tasks (owner_id, model, id) where deleted_at is null;
create index tasks_by_owner_type on tasks (owner_id, type, id) where deleted_at is null;
create index tasks_pending on tasks (lane, owner_id, model, id) where status = 'pending';
create index tasks_processing on tasks (lease_expires_at) where status = 'processing';
create index tasks_deleted on tasks (deleted_at) where deleted_at is not null;

create table attempts (
  id text primary key, task_id text not null references tasks(id) on delete cascade, model text not null,
  mode text not null, backend_id text not null, handle text, state text not null, fencing integer not null,
  created_at text not null, accepted_at text, started_at text, finished_at text,
  start_ms real, run_ms real, cost_microusd integer not null, error text
) strict;
create index attempts_by_task on attempts (task_id, id);
create index attempts_measured on attempts (model, id) where state = 'succeeded';

create table blobs (
  sha256 text primary key, bytes integer not null, content_type text not null, refs integer not null,
  created_at text not null
) strict, without rowid;
create index blobs_unused on blobs (created_at) where refs = 0;

create table assets (
  id text primary key, owner_id text not null references users(id), kind text not null, task_id text,
  idx integer, late integer not null, type text not null, model text, content_type text not null,
  width integer not null, height integer not null, bytes integer not null, duration_s real,
  sha256 text not null references blobs(sha256), upload_sha256 text,
  preview_sha256 text not null references blobs(sha256),
  seed integer, recipe text, favorite integer not null, tags text not null,
  created_at text not null, deleted_at text
) strict;
create index assets_by_owner on assets (owner_id, id) where deleted_at is null;
create index assets_by_owner_kind on assets (owner_id, kind, id) where deleted_at is null;
create index assets_favorite on assets (owner_id, id) where deleted_at is null and favorite = 1;
create index assets_by_owner_model on assets (owner_id, model, id) where deleted_at is null;
create index assets_by_task on assets (task_id, idx, id);
create unique index assets_one_result on assets (task_id, idx, late) where task_id is not null and late = 0;
create index assets_upload on assets (owner_id, upload_sha256) where upload_sha256 is not null;
create index assets_deleted on assets (deleted_at) where deleted_at is not null;

create table events (
  id integer primary key autoincrement, task_id text not null, owner_id text not null, kind text not null,
  version integer not null, body text not null, at text not null
) strict;
create index events_by_owner on events (owner_id, id);
create index events_by_task on events (task_id, id);
create index events_by_age on events (at);

create table idempotency (
  owner_id text not null, route text not null, key text not null, fingerprint text not null,
  resource_id text not null, created_at text not null, primary key (owner_id, route, key)
) strict, without rowid;
create index idempotency_by_age on idempotency (created_at);
`;
