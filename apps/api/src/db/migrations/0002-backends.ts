/** Rented backends with history and deployments; what is known of an attempt beside its result. */
export const backends = `
alter table attempts add column backend_label text not null default 'This machine';
alter table attempts add column reason text not null default '';
alter table attempts add column deploy_hash text;
alter table attempts add column out_of_sight_since text;
alter table attempts add column error_detail text;
alter table attempts add column platform text;
alter table attempts add column late_until text;
alter table attempts add column never_ran integer not null default 0;
create index attempts_open on attempts (backend_id, id) where state in ('submitted', 'accepted', 'unknown', 'running');
create index attempts_late on attempts (late_until) where late_until is not null;
create index attempts_by_backend on attempts (backend_id, id);
create index attempts_by_creation on attempts (created_at);

create table backends (
  id text primary key, kind text not null, label text not null, enabled integer not null, draining integer not null,
  weight integer not null, models text, environment text, credentials text not null, token_hint text not null,
  credentials_changed_at text not null, app_name text, previous_app_name text, last_check text,
  created_at text not null, updated_at text not null, deleted_at text
) strict;

create table backend_events (
  id integer primary key autoincrement, backend_id text not null, kind text not null, message text not null,
  at text not null
) strict;
create index backend_events_by_backend on backend_events (backend_id, id);

create table deploys (
  id text primary key, backend_id text not null, state text not null, app_name text not null,
  deployment text not null, log text not null, started_at text not null, finished_at text, error text
) strict;
create index deploys_by_backend on deploys (backend_id, id);

create table installation (
  name text primary key, value text not null, changed_at text not null
) strict, without rowid;
`;
