import type { AutoscalerPatch, ModelLoad } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import { withFailure } from '../audit/record-failure.js';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { addBackendEvent, findBackend } from './backend.repository.js';
import { backendTarget } from './backend-audit.js';
import { backendNotFound } from './backend-view.js';
import { EMBEDDED_ID } from './embedded-switches.js';
import { LOCKED } from './locked-backend.js';
import { refuseEmbedded } from './rotate-backend.js';

const BOUND_MS = 10_000;

const bounded = <T>(asked: Promise<T>): Promise<T> =>
  Promise.race([
    asked,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`There was no answer within ${BOUND_MS / 1000} s.`)), BOUND_MS).unref();
    }),
  ]);

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function loadOf(ctx: Context, id: string, model: string): Promise<ModelLoad> {
  const known = { model, in_flight: ctx.backends.inFlight(id, model), containers: null, backlog: null, problem: null };
  if (id === EMBEDDED_ID) return known;
  const modal = ctx.modals.get(id);
  if (!modal) return { ...known, problem: LOCKED };
  try {
    return { ...known, ...(await bounded(modal.load(model))) };
  } catch (error) {
    return { ...known, problem: wordsOf(error) };
  }
}

const configured = (ctx: Context, id: string, model: string) => (ctx.backends.get(id)?.capacity(model) ?? 0) > 0;

/** Containers and waiting inputs of every model that a backend is configured for. */
export async function readLoad(ctx: Context, id: string): Promise<ModelLoad[]> {
  const known = id === EMBEDDED_ID ? ctx.backends.get(id) : await findBackend(ctx.store.read, id);
  if (!known) throw backendNotFound(id);
  const models = Object.keys(ctx.settings.models).filter((model) => configured(ctx, id, model));
  return Promise.all(models.map((model) => loadOf(ctx, id, model)));
}

/** Changes how many containers are kept and allowed, until the next deployment. */
export async function autoscale(
  ctx: Context,
  by: Requester,
  id: string,
  { model, patch }: { model: string; patch: AutoscalerPatch },
): Promise<ModelLoad> {
  refuseEmbedded(id, 'has no containers');
  const row = await findBackend(ctx.store.read, id);
  if (!row) throw backendNotFound(id);
  if (!configured(ctx, id, model)) {
    throw new HttpProblem('model_not_found', `"${model}" has no runtime for this backend.`);
  }
  const modal = ctx.modals.get(id);
  if (!modal) throw new HttpProblem('conflict', LOCKED);
  const entry = { ...by, action: 'backend.autoscale' as const, target: backendTarget(row) };
  await withFailure(ctx, entry, async () => {
    try {
      await bounded(modal.autoscale(model, patch));
    } catch (error) {
      throw new HttpProblem('conflict', `The platform did not take the change: ${wordsOf(error)}`);
    }
  });
  const words = Object.entries(patch).map(([name, value]) => `${name} ${value}`);
  const message = `${model}: ${words.join(', ')}, until the next deployment.`;
  await ctx.store.write(async (tx) => {
    await recordAudit(tx, { ...entry, after: { model, ...patch } });
    await addBackendEvent(tx, id, 'autoscaler_changed', message);
  });
  return loadOf(ctx, id, model);
}
