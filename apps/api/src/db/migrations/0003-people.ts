/** People with sessions and invitations, keys with budgets, the audit log, webhooks, and an operator's switches. */
export const people = `
alter table users add column email text;
alter table users add column email_verified integer not null default 0;
alter table users add column image text;
alter table users add column updated_at text;
alter table users add column disabled_at text;
alter table users add column queue_max integer;
alter table users add column concurrency_max integer;
alter table users add column budget_microusd integer;
create index users_with_cap on users (id, concurrency_max) where concurrency_max is not null;
create unique index users_by_email on users (email) where email is not null;

create table accounts (
  id text primary key, user_id text not null references users(id) on delete cascade, account_id text not null,
  provider_id text not null, access_token text, refresh_token text, id_token text,
  access_token_expires_at text, refresh_token_expires_at text, scope text, password text,
  created_at text not null, updated_at text not null
) strict;
create index accounts_by_user on accounts (user_id);
create unique index accounts_by_provider on accounts (provider_id, account_id);

create table sessions (
  id text primary key, user_id text not null references users(id) on delete cascade, token text not null,
  expires_at text not null, ip_address text, user_agent text, created_at text not null, updated_at text not null
) strict;
create unique index sessions_by_token on sessions (token);
create index sessions_by_user on sessions (user_id, id);

create table verifications (
  id text primary key, identifier text not null, value text not null, expires_at text not null,
  created_at text not null, updated_at text not null
) strict;
create index verifications_by_identifier on verifications (identifier);

create table invitations (
  id text primary key, email text not null, role text not null, digest text not null, created_by text not null,
  created_at text not null, expires_at text not null, accepted_at text, accepted_by text, revoked_at text
) strict;
create unique index invitations_by_digest on invitations (digest);

create table one_time_links (
  id text primary key, purpose text not null, user_id text, digest text not null, created_at text not null,
  expires_at text not null, used_at text
) strict;
create unique index one_time_links_by_digest on one_time_links (digest);

create table keys (
  id text primary key, owner_id text not null references users(id), name text not null, digest text not null,
  hint text not null, scopes text not null, models text, expires_at text, rate_per_minute integer,
  concurrency_max integer, budget_microusd integer, previous_digest text, previous_until text, last_used_at text,
  rotated_at text, created_at text not null, updated_at text not null, revoked_at text
) strict;
create index keys_by_owner on keys (owner_id, id);
create index keys_with_cap on keys (id, concurrency_max) where concurrency_max is not null;

create table spending (
  scope text not null, scope_id text not null, month text not null,
  reserved_microusd integer not null check (reserved_microusd >= 0),
  settled_microusd integer not null check (settled_microusd >= 0),
  primary key (scope, scope_id, month)
) strict, without rowid;

alter table tasks add column key_id text;
alter table tasks add column reserved_microusd integer not null default 0;
alter table tasks add column budget_month text;
alter table tasks add column webhook text;
alter table tasks add column wait_ms real;
create index tasks_by_key on tasks (key_id, status) where key_id is not null;
create index tasks_of_owner_under_way on tasks (owner_id) where status = 'processing';
create index tasks_by_status on tasks (status, id);
create index tasks_by_model on tasks (model, id);
create index tasks_by_creation on tasks (created_at);
create index tasks_of_key on tasks (key_id, id) where key_id is not null;
create index tasks_by_error on tasks (error ->> '$.code', id) where status = 'failed';
create index tasks_by_finish on tasks (
  finished_at, status, model, owner_id, key_id, created_at, wait_ms, run_ms, cost_microusd
) where finished_at is not null;
create index attempts_of_backend on attempts (backend_id, task_id);

create table audit (
  seq integer primary key, at text not null, actor_kind text not null, actor_id text, actor_name text not null,
  action text not null, target_kind text, target_id text, target_name text, outcome text not null, code text,
  request_id text, before text, after text, previous_hash text not null, hash text not null
) strict;
create index audit_by_actor on audit (actor_id, seq) where actor_id is not null;
create index audit_by_action on audit (action, seq);
create index audit_by_target on audit (target_id, seq) where target_id is not null;
create index audit_by_outcome on audit (outcome, seq);
create index audit_by_request on audit (request_id, seq) where request_id is not null;
create index audit_by_time on audit (at, seq);

create table audit_bases (
  seq integer primary key, hash text not null, at text not null, key_id text not null, signature text not null
) strict;

create table webhooks (
  id text primary key, owner_id text not null references users(id), url text not null, description text not null,
  events text not null, secret text not null, hint text not null, previous_secret text, previous_until text,
  rotated_at text, enabled integer not null, disabled_reason text, failing_since text, created_at text not null,
  updated_at text not null, deleted_at text
) strict;
create index webhooks_by_owner on webhooks (owner_id, id) where deleted_at is null;

create table webhook_secrets (
  owner_id text primary key references users(id), secret text not null, hint text not null,
  previous_secret text, previous_until text, created_at text not null, rotated_at text
) strict, without rowid;

create table deliveries (
  id text primary key, owner_id text not null, webhook_id text, task_id text, event text not null, url text not null,
  target text not null, payload text not null, state text not null, attempts integer not null, next_at text,
  last_status integer, last_error text, created_at text not null, finished_at text, redelivery_of text
) strict;
create index deliveries_due on deliveries (target, next_at) where state = 'pending';
create index deliveries_by_task on deliveries (task_id, id) where task_id is not null;
create index deliveries_by_creation on deliveries (created_at);
create index deliveries_by_owner on deliveries (owner_id, id);
create index deliveries_by_owner_state on deliveries (owner_id, state, id);
create index deliveries_by_webhook on deliveries (webhook_id, id) where webhook_id is not null;
create index deliveries_by_state on deliveries (state, id);

create table delivery_attempts (
  id integer primary key autoincrement, delivery_id text not null references deliveries(id) on delete cascade,
  at text not null, request_headers text not null, status integer, response_headers text, response_body text,
  duration_ms real not null, error text
) strict;
create index delivery_attempts_by_delivery on delivery_attempts (delivery_id, id);

create table model_switches (
  model text primary key, enabled integer not null, changed_at text not null, changed_by text
) strict, without rowid;

create table settings_starts (
  id integer primary key autoincrement, hash text not null, document text not null, started_at text not null,
  last_started_at text not null
) strict;

create table retention_rules (
  id text primary key, kind text not null, type text, older_than_days integer not null, owner_id text,
  keep_favorites integer not null, created_at text not null, updated_at text not null
) strict;
`;
