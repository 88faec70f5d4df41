import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerDescription } from '@easel/contracts';
import type { Requester } from '../../audit/record-audit.js';
import type { Context } from '../../context.js';
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
import { modalDeploy } from './run-modal.js';

const LOG_EVERY_MS = 250;

/** One deployment under way. */
export interface DeployJob {
  id: string;
  /** Who began it. */
  by: Requester;
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

async function serve(ctx: Context, job: DeployJob, row: DeployListed): Promise<void> {
  const { app_name, models } = job.deployment;
  await noteServing(ctx, job.by, row);
  ctx.modals.get(job.backend_id)?.update({ app_name });
  ctx.backends.setDeployed(job.backend_id, Object.keys(models));
  ctx.runner.wake();
  job.onNews();
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
  // An app that did not pass must not cost anything.
  await noteFailed(ctx, job.by, row, problem, { retire: isThere });
  job.onNews();
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
      await noteFailed(ctx, job.by, row, 'It broke off on our side. The log of the API says why.');
  }
}
