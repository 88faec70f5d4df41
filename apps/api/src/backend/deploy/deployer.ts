import type { Requester } from '../../audit/record-audit.js';
import type { Context } from '../../context.js';
import { HttpProblem } from '../../http/http-problem.js';
import { makeOnce } from '../../http/idempotent.js';
import { findBackend } from '../backend.repository.js';
import { backendNotFound, modelsOf } from '../backend-view.js';
import { checkBackend, PATIENT_MS } from '../check-backend.js';
import { LOCKED } from '../locked-backend.js';
import { refuseEmbedded } from '../rotate-backend.js';
import { insertDeploy } from './deploy.repository.js';
import { expectedDeployment } from './deployment.js';
import { listRetiring, retireApp } from './retire-apps.js';
import { type DeployJob, runDeploy } from './run-deploy.js';

const ROUTE = 'POST /v1/admin/backends/:id/deploys';

/** Deploys in the background, one deployment per backend at a time. */
export interface Deployer {
  start(
    owner_id: string,
    by: Requester,
    key: string | undefined,
    backend_id: string,
  ): Promise<{ id: string; replayed: boolean }>;
  isBusy(backend_id: string): boolean;
  /** Resolves when a deployment has printed something, has come further, or the signal is aborted. */
  news(deploy_id: string, signal: AbortSignal): Promise<void>;
  /** Stops apps that serve no more, also those that the last process did not come to. */
  retire(): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

export function createDeployer(context: () => Context): Deployer {
  const jobs = new Map<string, Promise<void>>();
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const closing = new AbortController();
  /** By backend and app. */
  const retiring = new Map<string, Promise<void>>();
  const isBusy = (backend_id: string) => jobs.has(backend_id);

  function tell(id: string): void {
    waiting.get(id)?.resolve();
    waiting.delete(id);
  }

  async function retire(ctx: Context): Promise<void> {
    for (const app of closing.signal.aborted ? [] : await listRetiring(ctx.store.read)) {
      const key = JSON.stringify([app.backend_id, app.app_name]);
      if (retiring.has(key)) continue;
      const done = retireApp(ctx, app, { closing: closing.signal, isBusy })
        .catch((error: unknown) => ctx.log.warn({ err: error, app_name: app.app_name }, 'an app was not stopped'))
        .finally(() => retiring.delete(key));
      retiring.set(key, done);
    }
  }

  function begin(ctx: Context, job: DeployJob): void {
    const { backend_id } = job;
    const done = runDeploy(ctx, job)
      .catch((error: unknown) => ctx.log.error({ err: error, deploy_id: job.id }, 'a deployment was not noted'))
      .finally(() => {
        jobs.delete(backend_id);
        tell(job.id);
        void retire(ctx).catch((error: unknown) => ctx.log.warn({ err: error }, 'older apps were not looked for'));
        void checkBackend(ctx, backend_id, PATIENT_MS).catch(() => undefined);
      });
    jobs.set(backend_id, done);
  }

  return {
    async start(owner_id, by, key, backend_id) {
      refuseEmbedded(backend_id, 'needs no deployment');
      const ctx = context();
      const row = await findBackend(ctx.store.read, backend_id);
      if (!row) throw backendNotFound(backend_id);
      const { environment } = row;
      const deployment = await expectedDeployment(ctx, { environment, models: modelsOf(row) });
      const credentials = ctx.credentials.open(backend_id, row.credentials);
      const request = { owner_id, route: ROUTE, key, body: { backend_id } };
      const made = await makeOnce(ctx, request, async (tx) => {
        if (!(await findBackend(tx.db, backend_id))) throw backendNotFound(backend_id);
        if (!credentials) throw new HttpProblem('conflict', LOCKED);
        if (Object.keys(deployment.models).length === 0) {
          throw new HttpProblem('conflict', 'No model that is allowed there has a runtime for Modal.');
        }
        if (jobs.has(backend_id))
          throw new HttpProblem('conflict', 'A deployment is under way. Wait until it is over.');
        return insertDeploy(tx, by, row, deployment);
      });
      if (made.replayed || !credentials) return made;
      const { id } = made;
      const { signal } = closing;
      begin(ctx, {
        id,
        by,
        backend_id,
        credentials,
        environment,
        deployment,
        closing: signal,
        onNews: () => tell(id),
      });
      return made;
    },
    isBusy,
    news(deploy_id, signal) {
      const known = waiting.get(deploy_id) ?? Promise.withResolvers<void>();
      waiting.set(deploy_id, known);
      const gone = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return Promise.race([known.promise, gone]);
    },
    retire: () => retire(context()),
    async close() {
      closing.abort();
      await Promise.all([...jobs.values(), ...retiring.values()]);
    },
  };
}
