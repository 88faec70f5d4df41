import type { WorkerDescription } from '@easel/contracts';
import type { Requester } from '../../audit/record-audit.js';
import { withFailure } from '../../audit/record-failure.js';
import type { Context } from '../../context.js';
import { HttpProblem } from '../../http/http-problem.js';
import { changeBackend, findBackend } from '../backend.repository.js';
import { auditChange, backendTarget } from '../backend-audit.js';
import { backendNotFound } from '../backend-view.js';
import { checkBackend } from '../check-backend.js';
import { LOCKED } from '../locked-backend.js';
import { refuseEmbedded } from '../rotate-backend.js';

const BOUND_MS = 60_000;

async function stillAnswers(ctx: Context, id: string, app_name: string): Promise<WorkerDescription> {
  const modal = ctx.modals.get(id);
  if (!modal) throw new HttpProblem('conflict', LOCKED);
  try {
    const late = new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`no answer within ${BOUND_MS / 1000} s`)), BOUND_MS).unref();
    });
    return await Promise.race([modal.describe(app_name), late]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HttpProblem('conflict', `${app_name} does not answer any more (${why}). The present one stays.`);
  }
}

/** Goes back to the deployment before, if it still answers. Doing it again goes forth. */
export async function rollBack(ctx: Context, by: Requester, id: string): Promise<void> {
  refuseEmbedded(id, 'has no deployments');
  const row = await findBackend(ctx.store.read, id);
  if (!row) throw backendNotFound(id);
  const { app_name: left, previous_app_name: app_name } = row;
  if (app_name === null) throw new HttpProblem('conflict', 'There is no deployment before this one.');
  if (ctx.deployer.isBusy(id)) throw new HttpProblem('conflict', 'A deployment is under way. Wait until it is over.');
  const entry = { ...by, action: 'backend.rollback' as const, target: backendTarget(row) };
  const { models } = await withFailure(ctx, entry, () => stillAnswers(ctx, id, app_name));
  await ctx.store.write(async (tx) => {
    const current = await findBackend(tx.db, id);
    if (current?.app_name !== left || current.previous_app_name !== app_name) {
      throw new HttpProblem('conflict', 'The deployments have changed meanwhile. Look again.');
    }
    const message = `${app_name} serves again, instead of ${left ?? 'nothing'}.`;
    await auditChange(tx, by, 'backend.rollback', current, { app_name });
    await changeBackend(tx, id, { app_name, previous_app_name: left }, { kind: 'rolled_back', message });
  });
  ctx.modals.get(id)?.update({ app_name });
  ctx.backends.setDeployed(id, Object.keys(models));
  await checkBackend(ctx, id);
}
