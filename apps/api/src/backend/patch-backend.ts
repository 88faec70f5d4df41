import type { BackendPatch } from '@easel/contracts';
import type { Requester } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { checkModels } from './add-backend.js';
import { addBackendEvent, changeBackend, findBackend } from './backend.repository.js';
import { auditChange, auditEmbedded } from './backend-audit.js';
import { backendNotFound } from './backend-view.js';
import { EMBEDDED_ID, keepEmbeddedSwitches, switchesIn } from './embedded-switches.js';

function wordsFor({ label, weight, models }: BackendPatch): string {
  const words: string[] = [];
  if (label !== undefined) words.push(`the label to "${label}"`);
  if (weight !== undefined) words.push(`the weight to ${weight}`);
  if (models !== undefined) words.push(models === null ? 'to allow all models' : `to allow ${models.join(', ')} only`);
  return `Changed ${words.join(', ')}.`;
}

/** Changes the label, the weight or the models allowed. */
export async function patchBackend(ctx: Context, by: Requester, id: string, patch: BackendPatch): Promise<void> {
  checkModels(ctx, patch.models);
  const { label, weight, models } = patch;
  const event = { kind: 'changed' as const, message: wordsFor(patch) };
  const routing = { ...(weight === undefined ? {} : { weight }), ...(models === undefined ? {} : { models }) };
  await ctx.store.write(async (tx) => {
    if (id === EMBEDDED_ID && ctx.backends.get(id)) {
      if (label !== undefined) throw new HttpProblem('conflict', 'The label of this machine is fixed.');
      await auditEmbedded(tx, by, 'backend.change', await switchesIn(tx.db), routing);
      await keepEmbeddedSwitches(tx, routing);
      return addBackendEvent(tx, id, event.kind, event.message);
    }
    const row = await findBackend(tx.db, id);
    if (!row) throw backendNotFound(id);
    const change = {
      ...(label === undefined ? {} : { label }),
      ...(weight === undefined ? {} : { weight }),
      ...(models === undefined ? {} : { models: models && JSON.stringify(models) }),
    };
    await auditChange(tx, by, 'backend.change', row, change);
    return changeBackend(tx, id, change, event);
  });
  ctx.backends.configure(id, routing);
  if (label !== undefined) ctx.modals.get(id)?.update({ label });
  ctx.runner.wake();
}
