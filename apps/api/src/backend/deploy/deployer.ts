import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerDescription } from '@easel/contracts';
import type { Context } from '../../context.js';
import { HttpProblem } from '../../http/http-problem.js';
import { makeOnce } from '../../http/idempotent.js';
import { findBackend } from '../backend.repository.js';
import { backendNotFound, modelsOf } from '../backend-view.js';
import { checkBackend, PATIENT_MS } from '../check-backend.js';
import type { Credentials } from '../credentials.js';
import { LOCKED } from '../locked-backend.js';
import { refuseEmbedded } from '../rotate-backend.js';
import {
  appendLog,
  type DeployListed,
  findDeploy,
  insertDeploy,
  noteChecking,
  noteFailed,
  noteServing,
} from './deploy.repository.js';
import { type DeploymentFile, expectedDeployment } from './deployment.js';
import { createMaskedLog } from './masked-log.js';
import type { CommandEnd } from './run-command.js';
import { modalDeploy, modalStop } from './run-modal.js';

const ROUTE = 'POST /v1/admin/backends/:id/deploys';
const LOG_EVERY_MS = 250;
const STOP_MS = 2 * 60_000;

/** Deploys in the background, one deployment per backend at a time. */
export interface Deployer {
  start(owner_id: string, key: string | undefined, backend_id: string): Promise<{ id: string; replayed: boolean }>;
  isBusy(backend_id: string): boolean;
  /** Resolves when a deployment has printed something, has come further, or the signal is aborted. */
  news(deploy_id: string, signal: AbortSignal): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

interface Job {
  id: string;
  backend_id: string;
  credentials: Credentials;
  environment: string | null;
  deployment: DeploymentFile;
}

/** Why a deployment is not what was asked for; null when it is. */
export function difference({ models }: DeploymentFile, said: WorkerDescription): string | null {
  const wrong = Object.entries(models).filter(([id, { deploy_hash }]) => said.models[id]?.deploy_hash !== deploy_hash);
  return wrong.length === 0 ? null : `It does not answer as deployed for ${wrong.map(([id]) => id).join(', ')}.`;
}

function problemOf(end: CommandEnd, words: readonly string[], printed: string): string | null {
  if ('missing' in end) {
    return `The command "${words.join(' ')}" cannot be started (${end.missing}). Install Modal's command (pip install modal), or name it in EASEL_MODAL_COMMAND.`;
  }
  if ('stopped' in end) return 'It was stopped before it was done. Deploy again.';
  if (end.code === 0) return null;
  const missing = /No module named '([\w.]+)'/.exec(printed)?.[1];
  if (missing) {
    return `The Python of "${words.join(' ')}" has no ${missing}. Install what deploying needs there: pip install modal jsonschema.`;
  }
  return `The command ended with exit code ${end.code}. ${printed}`;
}

export function createDeployer(context: () => Context): Deployer {
  const jobs = new Map<string, Promise<void>>();
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  const closing = new AbortController();

  function tell(id: string): void {
    waiting.get(id)?.resolve();
    waiting.delete(id);
  }

  /** Runs the command; what it prints is kept in batches. Returns what went wrong. */
  async function deploy(ctx: Context, job: Job): Promise<string | null> {
    const { modal } = ctx.config;
    const log = createMaskedLog([job.credentials.token_secret, job.credentials.token_id]);
    const keep = async () => {
      const text = log.take();
      if (text === '') return;
      await appendLog(ctx, job.id, text);
      tell(job.id);
    };
    let keeping = Promise.resolve();
    const batch = () => (keeping = keeping.then(keep));
    const timer = setInterval(() => void batch().catch(() => undefined), LOG_EVERY_MS);
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(modal.deploy_timeout_ms)]);
    try {
      const end = await modalDeploy(ctx, { ...job, signal, onText: log.add }, job.deployment);
      log.end();
      return problemOf(end, modal.command, log.lastWords());
    } finally {
      clearInterval(timer);
      await batch();
    }
  }

  /** Asks the new app what it is, more than once: its container may have to start. */
  async function check(ctx: Context, job: Job): Promise<string | null> {
    const { check_tries, check_pause_ms } = ctx.config.modal;
    let problem = 'It does not answer.';
    for (let round = 0; round < check_tries && !closing.signal.aborted; round += 1) {
      if (round > 0) await sleep(check_pause_ms, undefined, { signal: closing.signal }).catch(() => undefined);
      const modal = ctx.modals.get(job.backend_id);
      if (!modal) return LOCKED;
      try {
        return difference(job.deployment, await modal.describe(job.deployment.app_name));
      } catch (error) {
        problem = `It was deployed, but does not answer: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    return problem;
  }

  async function stopApp(ctx: Context, job: Job, app_name: string): Promise<void> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(STOP_MS)]);
    const end = await modalStop(ctx, { ...job, signal, onText: () => {} }, app_name);
    if (!('code' in end) || end.code !== 0) ctx.log.warn({ app_name }, 'an app of an older deployment was not stopped');
  }

  async function serve(ctx: Context, job: Job, row: DeployListed): Promise<void> {
    const outdated = await noteServing(ctx, row);
    tell(job.id);
    ctx.modals.get(job.backend_id)?.update({ app_name: job.deployment.app_name });
    ctx.backends.setDeployed(job.backend_id, Object.keys(job.deployment.models));
    ctx.runner.wake();
    if (outdated !== null) await stopApp(ctx, job, outdated);
  }

  /** The app that did not pass must not cost anything; the last two go on. */
  async function discard(ctx: Context, job: Job): Promise<void> {
    const { app_name } = job.deployment;
    const backend = await findBackend(ctx.store.read, job.backend_id);
    if (backend?.app_name === app_name || backend?.previous_app_name === app_name || closing.signal.aborted) return;
    await stopApp(ctx, job, app_name);
  }

  async function run(ctx: Context, job: Job, row: DeployListed): Promise<void> {
    let problem = await deploy(ctx, job);
    const isThere = problem === null;
    if (isThere) {
      await noteChecking(ctx, job.id);
      tell(job.id);
      problem = await check(ctx, job);
    }
    if (problem === null) return serve(ctx, job, row);
    await noteFailed(ctx, row, problem);
    tell(job.id);
    if (isThere) await discard(ctx, job);
  }

  async function runToEnd(ctx: Context, job: Job): Promise<void> {
    const row = await findDeploy(ctx.store.read, job.id);
    if (!row) return;
    try {
      await run(ctx, job, row);
    } catch (error) {
      ctx.log.error({ err: error, deploy_id: job.id }, 'a deployment broke off');
      const now = await findDeploy(ctx.store.read, job.id);
      if (now?.finished_at === null)
        await noteFailed(ctx, row, 'It broke off on our side. The log of the API says why.');
    }
  }

  return {
    async start(owner_id, key, backend_id) {
      refuseEmbedded(backend_id, 'needs no deployment');
      const ctx = context();
      const row = await findBackend(ctx.store.read, backend_id);
      if (!row) throw backendNotFound(backend_id);
      const { environment } = row;
      const deployment = await expectedDeployment(ctx, { environment, models: modelsOf(row) });
      const credentials = ctx.credentials.open(backend_id, row.credentials);
      const request = { owner_id, route: ROUTE, key, body: { backend_id } };
      const made = await makeOnce(ctx, request, async (tx) => {
        if (!credentials) throw new HttpProblem('conflict', LOCKED);
        if (Object.keys(deployment.models).length === 0) {
          throw new HttpProblem('conflict', 'No model that is allowed there has a runtime for Modal.');
        }
        if (jobs.has(backend_id))
          throw new HttpProblem('conflict', 'A deployment is under way. Wait until it is over.');
        return insertDeploy(tx, row, deployment);
      });
      if (made.replayed || !credentials) return made;
      const job = runToEnd(ctx, { id: made.id, backend_id, credentials, environment, deployment })
        .catch((error: unknown) => ctx.log.error({ err: error, deploy_id: made.id }, 'a deployment was not noted'))
        .finally(() => {
          jobs.delete(backend_id);
          tell(made.id);
          void checkBackend(ctx, backend_id, PATIENT_MS).catch(() => undefined);
        });
      jobs.set(backend_id, job);
      return made;
    },
    isBusy: (backend_id) => jobs.has(backend_id),
    news(deploy_id, signal) {
      const known = waiting.get(deploy_id) ?? Promise.withResolvers<void>();
      waiting.set(deploy_id, known);
      const gone = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return Promise.race([known.promise, gone]);
    },
    async close() {
      closing.abort();
      await Promise.all(jobs.values());
    },
  };
}
