import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerDescription } from '@easel/contracts';
import type { Context } from '../../context.js';
import { findBackend, hasWorkOfBefore, now } from '../backend.repository.js';
import type { Credentials } from '../credentials.js';
import { LOCKED } from '../locked-backend.js';
import {
  appendLog,
  type DeployListed,
  findDeploy,
  noteChecking,
  noteFailed,
  noteServing,
} from './deploy.repository.js';
import type { DeploymentFile } from './deployment.js';
import { createMaskedLog } from './masked-log.js';
import type { CommandEnd } from './run-command.js';
import { modalDeploy, modalStop } from './run-modal.js';

const LOG_EVERY_MS = 250;
const STOP_MS = 2 * 60_000;
/** How long the end of an app waits for the work that is there. */
const WORK_ENDS_MS = 24 * 3600_000;

/** One deployment under way. */
export interface DeployJob {
  id: string;
  backend_id: string;
  credentials: Credentials;
  environment: string | null;
  deployment: DeploymentFile;
  /** Aborted when the process stops. */
  closing: AbortSignal;
  /** Called whenever it has printed something or has come further. */
  onNews: () => void;
}

/** Why a deployment is not what was asked for; null when it is. */
function difference({ models }: DeploymentFile, said: WorkerDescription): string | null {
  const wrong = Object.entries(models).filter(([id, { deploy_hash }]) => said.models[id]?.deploy_hash !== deploy_hash);
  return wrong.length === 0 ? null : `It does not answer as deployed for ${wrong.map(([id]) => id).join(', ')}.`;
}

const STOPPED = 'It was stopped before it was done. Deploy again.';

function problemOf(end: CommandEnd, words: readonly string[], printed: string): string | null {
  const command = `"${words.join(' ')}"`;
  if ('missing' in end) {
    return `The command ${command} cannot be started (${end.missing}). Install Modal's command (pip install modal), or name it in EASEL_MODAL_COMMAND.`;
  }
  if ('stopped' in end) return STOPPED;
  if (end.code === 0) return null;
  const missing = /No module named '([\w.]+)'/.exec(printed)?.[1];
  if (missing) {
    return `The Python of ${command} has no ${missing}. Install what deploying needs there: pip install modal jsonschema.`;
  }
  return `The command ended with exit code ${end.code}. ${printed}`;
}

/** Runs the command; what it prints is kept in batches. Returns what went wrong. */
async function deploy(ctx: Context, job: DeployJob): Promise<string | null> {
  const { modal } = ctx.config;
  const log = createMaskedLog([job.credentials.token_secret, job.credentials.token_id]);
  const keep = async () => {
    const text = log.take();
    if (text === '') return;
    await appendLog(ctx, job.id, text);
    job.onNews();
  };
  let keeping = Promise.resolve();
  const batch = () => (keeping = keeping.then(keep));
  const timer = setInterval(() => void batch().catch(() => undefined), LOG_EVERY_MS);
  const signal = AbortSignal.any([job.closing, AbortSignal.timeout(modal.deploy_timeout_ms)]);
  try {
    const end = await modalDeploy(ctx, { ...job, signal, onText: log.add }, job.deployment);
    log.end();
    if ('stopped' in end && !job.closing.aborted) {
      const minutes = Math.round(modal.deploy_timeout_ms / 60_000);
      return `It was stopped after ${minutes} minutes. See the log for what it waited for.`;
    }
    return problemOf(end, modal.command, log.lastWords());
  } finally {
    clearInterval(timer);
    await batch();
  }
}

/** Ends with the signal, whatever becomes of the work. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('it was stopped'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Asks the new app what it is, more than once: its container may have to start. */
async function check(ctx: Context, job: DeployJob): Promise<string | null> {
  const { check_tries, check_pause_ms } = ctx.config.modal;
  let problem = 'It does not answer.';
  for (let round = 0; round < check_tries && !job.closing.aborted; round += 1) {
    if (round > 0) await sleep(check_pause_ms, undefined, { signal: job.closing }).catch(() => undefined);
    const modal = ctx.modals.get(job.backend_id);
    if (!modal) return LOCKED;
    try {
      const said = await unlessAborted(modal.describe(job.deployment.app_name), job.closing);
      return difference(job.deployment, said);
    } catch (error) {
      problem = `It was deployed, but does not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return job.closing.aborted ? STOPPED : problem;
}

async function stopApp(ctx: Context, job: DeployJob, app_name: string): Promise<void> {
  const signal = AbortSignal.any([job.closing, AbortSignal.timeout(STOP_MS)]);
  const end = await modalStop(ctx, { ...job, signal, onText: () => {} }, app_name);
  if (!('code' in end) || end.code !== 0) ctx.log.warn({ app_name }, 'an app that is not needed was not stopped');
}

/** Ends an app of an older deployment once the work that may be there is over; it belongs to that app and ends in it. */
async function retireApp(ctx: Context, job: DeployJob, app_name: string): Promise<void> {
  const { backend_id, closing } = job;
  const left_at = now();
  const until = Date.now() + WORK_ENDS_MS;
  while (await hasWorkOfBefore(ctx.store.read, backend_id, left_at)) {
    await sleep(ctx.config.modal.retire_look_ms, undefined, { signal: closing, ref: false }).catch(() => undefined);
    if (closing.aborted || Date.now() > until) return;
  }
  const backend = await findBackend(ctx.store.read, backend_id);
  if (!backend || [backend.app_name, backend.previous_app_name].includes(app_name)) return;
  await stopApp(ctx, job, app_name);
}

async function serve(ctx: Context, job: DeployJob, row: DeployListed): Promise<void> {
  const { app_name, models } = job.deployment;
  const outdated = await noteServing(ctx, row);
  ctx.modals.get(job.backend_id)?.update({ app_name });
  ctx.backends.setDeployed(job.backend_id, Object.keys(models));
  ctx.runner.wake();
  job.onNews();
  if (outdated === null) return;
  // Nobody waits for it: the next deployment may begin meanwhile.
  retireApp(ctx, job, outdated).catch((error: unknown) => {
    if (!job.closing.aborted) ctx.log.warn({ err: error, app_name: outdated }, 'an older app was not stopped');
  });
}

/** The app that did not pass must not cost anything; the last two go on. */
async function discard(ctx: Context, job: DeployJob): Promise<void> {
  const { app_name } = job.deployment;
  const backend = await findBackend(ctx.store.read, job.backend_id);
  if (backend?.app_name === app_name || backend?.previous_app_name === app_name || job.closing.aborted) return;
  await stopApp(ctx, job, app_name);
}

async function run(ctx: Context, job: DeployJob, row: DeployListed): Promise<void> {
  let problem = await deploy(ctx, job);
  const isThere = problem === null;
  if (isThere) {
    await noteChecking(ctx, job.id);
    job.onNews();
    problem = await check(ctx, job);
  }
  if (problem === null) return serve(ctx, job, row);
  await noteFailed(ctx, row, problem);
  job.onNews();
  if (isThere) await discard(ctx, job);
}

/** Deploys, checks what came of it, and only then lets it serve; whatever goes wrong, the one before serves on. */
export async function runDeploy(ctx: Context, job: DeployJob): Promise<void> {
  const row = await findDeploy(ctx.store.read, job.id);
  if (!row) return;
  try {
    await run(ctx, job, row);
  } catch (error) {
    ctx.log.error({ err: error, deploy_id: job.id }, 'a deployment broke off');
    const current = await findDeploy(ctx.store.read, job.id);
    if (current?.finished_at === null)
      await noteFailed(ctx, row, 'It broke off on our side. The log of the API says why.');
  }
}
