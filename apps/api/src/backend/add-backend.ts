import type { BackendCreate } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { BackendRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { makeOnce } from '../http/idempotent.js';
import { newId } from '../ids.js';
import { addBackendEvent, allBackends, findBackend, now } from './backend.repository.js';
import { auditedBackend, backendTarget } from './backend-audit.js';
import { modelsOf } from './backend-view.js';
import { checkBackend } from './check-backend.js';
import { connectBackend } from './connect-backend.js';
import { type Credentials, tokenHint } from './credentials.js';

export const ROUTE = 'POST /v1/admin/backends';

type Keeping = Pick<Context, 'credentials'>;

/** The backend that has this token in this environment, if there is one. */
export async function findByToken(
  { credentials }: Keeping,
  db: Db,
  wanted: { token_id: string; environment: string | null },
): Promise<BackendRow | undefined> {
  const rows = await allBackends(db);
  return rows.find(
    (row) =>
      row.environment === wanted.environment && credentials.open(row.id, row.credentials)?.token_id === wanted.token_id,
  );
}

/** Refuses models that the settings do not know. */
export function checkModels({ settings }: Pick<Context, 'settings'>, models: string[] | null | undefined): void {
  const unknown = models?.filter((model) => !Object.hasOwn(settings.models, model)) ?? [];
  if (unknown.length === 0) return;
  const message = `must be models of the settings: ${Object.keys(settings.models).join(', ')}`;
  throw new HttpProblem('invalid_input', `models: ${message}.`, { errors: [{ path: 'models', message }] });
}

/** Writes the row of a workspace. */
export async function insertBackend(ctx: Keeping, tx: Tx, by: Requester, body: BackendCreate): Promise<BackendRow> {
  const { kind, label, token_id, token_secret, environment = null, weight = 1, models = null } = body;
  const id = newId('backend');
  const at = now();
  const secret: Credentials = { token_id, token_secret };
  const row: BackendRow = {
    id,
    kind,
    label,
    enabled: 1,
    draining: 0,
    weight,
    models: models && JSON.stringify(models),
    environment,
    credentials: ctx.credentials.seal(id, secret),
    token_hint: tokenHint(token_id),
    credentials_changed_at: at,
    app_name: null,
    previous_app_name: null,
    last_check: null,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  };
  await tx.db.insertInto('backends').values(row).execute();
  await addBackendEvent(tx, id, 'added', `Added as "${label}" with ${row.token_hint}.`);
  await recordAudit(tx, { ...by, action: 'backend.create', target: backendTarget(row), after: auditedBackend(row) });
  return row;
}

/** Adds a workspace, and checks it before the answer. It is there even when the check fails. */
export async function addBackend(
  ctx: Context,
  owner_id: string,
  by: Requester,
  key: string | undefined,
  body: BackendCreate,
): Promise<{ id: string; replayed: boolean }> {
  const made = await makeOnce(ctx, { owner_id, route: ROUTE, key, body }, async (tx) => {
    checkModels(ctx, body.models);
    const { token_id, environment = null } = body;
    const same = await findByToken(ctx, tx.db, { token_id, environment });
    if (!same) return (await insertBackend(ctx, tx, by, body)).id;
    throw new HttpProblem('conflict', `"${same.label}" (${same.id}) has this token and environment already.`);
  });
  const row = await findBackend(ctx.store.read, made.id);
  if (!row) throw new HttpProblem('conflict', 'The backend that this Idempotency-Key made was deleted.');
  if (made.replayed) return made;
  ctx.backends.add(connectBackend(ctx, row), registration(row));
  ctx.backends.setDeployed(row.id, []);
  await checkBackend(ctx, row.id);
  return made;
}

/** What the registry needs to know of a row. */
export const registration = (row: BackendRow) => ({
  enabled: row.enabled === 1,
  draining: row.draining === 1,
  weight: row.weight,
  models: modelsOf(row),
});
