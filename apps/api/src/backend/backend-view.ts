import { type Backend, BackendCheck, type BackendState } from '@easel/contracts';
import type { Context } from '../context.js';
import type { BackendRow } from '../db/schema.js';
import { HttpProblem } from '../http/http-problem.js';
import { allBackends, countAttempts, findBackend } from './backend.repository.js';
import { EMBEDDED_ID } from './embedded-switches.js';

type Viewing = Pick<Context, 'store' | 'backends' | 'credentials'>;
type Counts = Awaited<ReturnType<typeof countAttempts>>;

export const backendNotFound = (id: string) =>
  new HttpProblem('backend_not_found', `There is no backend ${id}. GET /v1/admin/backends lists them.`);

/** What the last check found; null when there was none. */
export const lastCheckOf = (row: BackendRow): BackendCheck | null =>
  row.last_check === null ? null : BackendCheck.parse(JSON.parse(row.last_check));

/** The models a backend may run; null allows all. */
export const modelsOf = (row: BackendRow): string[] | null => (row.models === null ? null : JSON.parse(row.models));

/** As its work shows; where that shows nothing, as the last check found it. */
function stateOf(ctx: Viewing, row: BackendRow, check: BackendCheck | null): BackendState {
  const state = ctx.backends.state(row.id);
  if (state !== 'ready') return state;
  if (check === null) return 'unchecked';
  if (check.credentials === 'invalid') return 'credentials_invalid';
  return check.credentials === 'unknown' && !check.ok ? 'unreachable' : 'ready';
}

function rentedView(ctx: Viewing, row: BackendRow, counts: Counts): Backend {
  const { id, kind, label, weight, environment, token_hint, credentials_changed_at } = row;
  const { app_name, previous_app_name, created_at, updated_at } = row;
  const last_check = lastCheckOf(row);
  return {
    id,
    kind,
    label,
    state: stateOf(ctx, row, last_check),
    enabled: row.enabled === 1,
    draining: row.draining === 1,
    weight,
    models: modelsOf(row),
    environment,
    token_hint,
    credentials_changed_at,
    app_name,
    previous_app_name,
    in_flight: ctx.backends.inFlight(id),
    unknown: counts.get(id)?.unknown ?? 0,
    breakers: ctx.backends.breakers(id),
    last_check,
    created_at,
    updated_at,
  };
}

/** The engine of this machine: known to the registry alone. */
function embeddedView(ctx: Viewing, counts: Counts): Backend | undefined {
  const found = ctx.backends.list().find(({ backend }) => backend.id === EMBEDDED_ID);
  if (!found) return undefined;
  const { backend, config, in_flight } = found;
  return {
    id: EMBEDDED_ID,
    kind: 'embedded',
    label: backend.label,
    state: ctx.backends.state(EMBEDDED_ID),
    ...config,
    environment: null,
    token_hint: null,
    credentials_changed_at: null,
    app_name: null,
    previous_app_name: null,
    in_flight,
    unknown: counts.get(EMBEDDED_ID)?.unknown ?? 0,
    breakers: ctx.backends.breakers(EMBEDDED_ID),
    last_check: null,
    created_at: null,
    updated_at: null,
  };
}

/** A backend as operators see it, or 404. */
export async function viewBackend(ctx: Viewing, id: string): Promise<Backend> {
  const row = await findBackend(ctx.store.read, id);
  const counts = await countAttempts(ctx.store.read);
  const view = row ? rentedView(ctx, row, counts) : id === EMBEDDED_ID ? embeddedView(ctx, counts) : undefined;
  if (!view) throw backendNotFound(id);
  return view;
}

/** All backends, newest first; the embedded engine last. */
export async function viewBackends(ctx: Viewing): Promise<Backend[]> {
  const counts = await countAttempts(ctx.store.read);
  const rented = (await allBackends(ctx.store.read)).map((row) => rentedView(ctx, row, counts));
  const embedded = embeddedView(ctx, counts);
  return embedded ? [...rented, embedded] : rented;
}
