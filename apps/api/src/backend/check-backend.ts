import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendCheck } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import type { BackendRow } from '../db/schema.js';
import { addBackendEvent, findBackend, now } from './backend.repository.js';
import { backendTarget } from './backend-audit.js';
import { backendNotFound, lastCheckOf, modelsOf } from './backend-view.js';
import { expectedDeployment } from './deploy/deployment.js';
import { EMBEDDED_ID } from './embedded-switches.js';
import { LOCKED } from './locked-backend.js';
import type { ModalBackend, ModalCheck } from './modal/modal-backend.js';

/** For someone who waits: for the workspace alone, and for an app of it whose container may have to start. */
const BOUND_MS = 10_000;
const APP_BOUND_MS = 45_000;
/** When nobody waits. */
export const PATIENT_MS = 150_000;
/** Until a refused token is tried again with work. */
const REFUSED_MS = 60_000;

const nothingKnown = (credentials: ModalCheck['credentials'], problem: string): ModalCheck => ({
  latency_ms: null,
  credentials,
  description: null,
  problems: [problem],
});

/** Looks at a workspace, for a bounded time. */
export async function lookAt(modal: ModalBackend | undefined, bound_ms: number): Promise<ModalCheck> {
  if (!modal) return nothingKnown('invalid', LOCKED);
  const stop = new AbortController();
  const late = sleep(bound_ms, undefined, { signal: stop.signal, ref: false }).then(() =>
    nothingKnown('unknown', `There was no answer within ${bound_ms / 1000} s. It is tried again by itself.`),
  );
  const failed = (error: unknown) => nothingKnown('unknown', `The check failed: ${String(error)}`);
  try {
    return await Promise.race([modal.check().catch(failed), late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
  }
}

/** How long someone who waits may have to. */
export const boundFor = ({ app_name }: Pick<BackendRow, 'app_name'>): number =>
  app_name === null ? BOUND_MS : APP_BOUND_MS;

type Comparing = Pick<Context, 'config' | 'settings'>;

/** Holds what a workspace says of itself against what should be there. */
export async function compare(ctx: Comparing, row: BackendRow, found: ModalCheck): Promise<BackendCheck> {
  const { models } = await expectedDeployment(ctx, { environment: row.environment, models: modelsOf(row) });
  const before = new Map(lastCheckOf(row)?.models.map((model) => [model.model, model]));
  const nothingThere = found.description === null && row.app_name === null;
  const judged = Object.entries(models).map(
    ([model, { deploy_hash: expected_hash }]): BackendCheck['models'][number] => {
      if (nothingThere) return { model, state: 'missing', deploy_hash: null, revision: null, expected_hash };
      if (found.description === null) {
        // An app that answers neither yes nor no may well be there.
        const kept = before.get(model) ?? { deploy_hash: null, revision: null };
        const state = found.credentials === 'valid' ? 'failed' : 'unknown';
        return { model, deploy_hash: kept.deploy_hash, revision: kept.revision, state, expected_hash };
      }
      const there = found.description.models[model];
      if (!there) return { model, state: 'missing', deploy_hash: null, revision: null, expected_hash };
      const state = there.deploy_hash === expected_hash ? 'deployed' : 'stale';
      return { model, state, deploy_hash: there.deploy_hash, revision: there.revision, expected_hash };
    },
  );
  return {
    at: now(),
    ok: found.credentials === 'valid' && found.problems.length === 0,
    latency_ms: found.latency_ms,
    credentials: found.credentials,
    worker_version: found.description?.worker_version ?? null,
    models: judged,
    problems: found.problems,
  };
}

/** The models that a check found able to run; null when it could not tell. */
export function deployedModels(check: BackendCheck): string[] | null {
  if (check.models.every(({ state }) => state === 'unknown' || state === 'failed')) return null;
  return check.models.flatMap(({ model, state }) => (state === 'deployed' || state === 'stale' ? model : []));
}

/** Lets routing know what a check found. */
function tellRegistry({ backends }: Pick<Context, 'backends'>, id: string, check: BackendCheck): void {
  const deployed = deployedModels(check);
  if (deployed !== null) backends.setDeployed(id, deployed);
  const message = check.problems.join(' ');
  if (check.credentials === 'invalid') {
    backends.reportFault(id, { fault: 'credentials', model: '', message, retry_after_ms: REFUSED_MS });
  } else if (check.credentials === 'unknown') {
    backends.reportFault(id, { fault: 'unreachable', model: '', message });
  } else {
    // It answers: that much is over for the whole of it, and for the models that are there.
    for (const model of ['', ...(deployed ?? [])]) backends.reportSuccess(id, model, 'accepted');
  }
}

/** There is nothing to be asked of this machine. */
const ownMachine = (): BackendCheck => ({
  at: now(),
  ok: true,
  latency_ms: null,
  credentials: 'unknown',
  worker_version: null,
  models: [],
  problems: [],
});

/**
 * Checks a backend now: credentials, functions, deploy hashes, latency. What is found is kept and routing follows it.
 * @param by who asked for it; nobody for the checks that come by themselves, which the log does not tell of
 */
export async function checkBackend(ctx: Context, id: string, bound_ms?: number, by?: Requester): Promise<BackendCheck> {
  if (id === EMBEDDED_ID && ctx.backends.get(id)) return ownMachine();
  const row = await findBackend(ctx.store.read, id);
  if (!row) throw backendNotFound(id);
  const check = await compare(ctx, row, await lookAt(ctx.modals.get(id), bound_ms ?? boundFor(row)));
  const kept = await ctx.store.write(async (tx) => {
    const current = await findBackend(tx.db, id);
    if (!current || current.app_name !== row.app_name || current.credentials !== row.credentials) return false;
    if (by) {
      const { ok, credentials } = check;
      const after = { ok, access: credentials };
      await recordAudit(tx, { ...by, action: 'backend.check', target: backendTarget(current), after });
    }
    const before = lastCheckOf(current);
    await tx.db
      .updateTable('backends')
      .set({ last_check: JSON.stringify(check) })
      .where('id', '=', id)
      .execute();
    if (before?.ok !== check.ok) {
      const words = check.ok ? 'It answers, and all is as it should be.' : check.problems.join(' ');
      await addBackendEvent(tx, id, check.ok ? 'check_passed' : 'check_failed', words);
    }
    return true;
  });
  if (kept) {
    tellRegistry(ctx, id, check);
    ctx.runner.wake();
  }
  return check;
}
