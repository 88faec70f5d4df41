import type { Deploy } from '@easel/contracts';
import { sql } from 'kysely';
import { type Requester, recordAudit, SYSTEM } from '../../audit/record-audit.js';
import type { Context } from '../../context.js';
import type { BackendRow, DeployRow } from '../../db/schema.js';
import type { Db, Tx } from '../../db/store.js';
import { HttpProblem } from '../../http/http-problem.js';
import { newId } from '../../ids.js';
import { addBackendEvent, changeBackend, findBackend, now } from '../backend.repository.js';
import type { DeploymentFile } from './deployment.js';
import { noteRetiring } from './retire-apps.js';

const UNDER_WAY = ['running', 'checking'];

/** A deployment without its log. */
export type DeployListed = Omit<DeployRow, 'log'>;

export const LISTED = [
  'id',
  'backend_id',
  'state',
  'app_name',
  'deployment',
  'started_at',
  'finished_at',
  'error',
] as const;

export const deployView = (row: DeployListed): Deploy => ({
  id: row.id,
  backend_id: row.backend_id,
  // Both columns hold what our own writes put there.
  state: row.state as Deploy['state'],
  app_name: row.app_name,
  models: Object.keys((JSON.parse(row.deployment) as DeploymentFile).models),
  started_at: row.started_at,
  finished_at: row.finished_at,
  error: row.error,
});

export const findDeploy = (db: Db, id: string): Promise<DeployListed | undefined> =>
  db.selectFrom('deploys').select(LISTED).where('id', '=', id).executeTakeFirst();

/** Writes down that a deployment begins; 409 while another one of the backend is under way. */
export async function insertDeploy(
  tx: Tx,
  by: Requester,
  backend: BackendRow,
  deployment: DeploymentFile,
): Promise<string> {
  const other = await tx.db
    .selectFrom('deploys')
    .select('id')
    .where('backend_id', '=', backend.id)
    .where('state', 'in', UNDER_WAY)
    .executeTakeFirst();
  if (other) throw new HttpProblem('conflict', `The deployment ${other.id} is under way. Wait until it is over.`);
  const row: DeployRow = {
    id: newId('deploy'),
    backend_id: backend.id,
    state: 'running',
    app_name: deployment.app_name,
    deployment: JSON.stringify(deployment),
    log: '',
    started_at: now(),
    finished_at: null,
    error: null,
  };
  await tx.db.insertInto('deploys').values(row).execute();
  const count = Object.keys(deployment.models).length;
  await addBackendEvent(tx, backend.id, 'deploy_started', `${count} models, as ${deployment.app_name}.`);
  await auditDeploy(tx, by, row, { state: 'running', app_name: row.app_name, models: deployView(row).models });
  return row.id;
}

/** Two things are kept of a deployment: that it began, and how it ended. */
const auditDeploy = (
  tx: Tx,
  by: Requester,
  deploy: DeployListed,
  after: { state: Deploy['state']; [fact: string]: unknown },
) =>
  recordAudit(tx, {
    ...by,
    action: 'backend.deploy',
    target: { kind: 'backend', id: deploy.backend_id },
    outcome: after.state === 'failed' ? 'failed' : 'ok',
    after: { deploy_id: deploy.id, ...after },
  });

export const appendLog = ({ store }: Pick<Context, 'store'>, id: string, text: string): Promise<unknown> =>
  store.write((tx) =>
    tx.db
      .updateTable('deploys')
      .set({ log: sql`log || ${text}` })
      .where('id', '=', id)
      .execute(),
  );

export const noteChecking = ({ store }: Pick<Context, 'store'>, id: string): Promise<unknown> =>
  store.write((tx) => tx.db.updateTable('deploys').set({ state: 'checking' }).where('id', '=', id).execute());

async function end(tx: Tx, id: string, state: Deploy['state'], error: string | null): Promise<void> {
  await tx.db.updateTable('deploys').set({ state, error, finished_at: now() }).where('id', '=', id).execute();
}

export async function noteFailed(
  ctx: Pick<Context, 'store'>,
  by: Requester,
  deploy: DeployListed,
  error: string,
  { retire } = { retire: false },
): Promise<void> {
  await ctx.store.write(async (tx) => {
    await end(tx, deploy.id, 'failed', error);
    await auditDeploy(tx, by, deploy, { state: 'failed', app_name: deploy.app_name, error });
    await addBackendEvent(tx, deploy.backend_id, 'deploy_failed', `${deploy.app_name}: ${error}`);
    const row = await findBackend(tx.db, deploy.backend_id);
    const isNeeded = row?.app_name === deploy.app_name || row?.previous_app_name === deploy.app_name;
    if (retire && !isNeeded) await noteRetiring(tx, deploy.backend_id, deploy.app_name);
  });
}

/** Makes the new app the one that serves. An app that is no longer one of the last two is to be stopped. */
export function noteServing(ctx: Pick<Context, 'store'>, by: Requester, deploy: DeployListed): Promise<void> {
  return ctx.store.write(async (tx) => {
    await end(tx, deploy.id, 'succeeded', null);
    await auditDeploy(tx, by, deploy, { state: 'succeeded', app_name: deploy.app_name });
    const row = await findBackend(tx.db, deploy.backend_id);
    if (!row) return;
    const { app_name } = deploy;
    const isNew = row.app_name !== app_name;
    const previous_app_name = isNew ? row.app_name : row.previous_app_name;
    const message = `${app_name} has passed its check and serves.`;
    await changeBackend(tx, row.id, { app_name, previous_app_name }, { kind: 'deploy_succeeded', message });
    const left = row.previous_app_name;
    if (left !== null && left !== app_name && left !== previous_app_name) await noteRetiring(tx, row.id, left);
  });
}

/** At start: what a process was deploying when it died is over. */
export async function failOrphanedDeploys(ctx: Pick<Context, 'store'>): Promise<void> {
  const orphans = await ctx.store.read.selectFrom('deploys').select(LISTED).where('state', 'in', UNDER_WAY).execute();
  for (const deploy of orphans)
    await noteFailed(ctx, SYSTEM, deploy, 'The process that deployed it ended. Deploy again.');
}
