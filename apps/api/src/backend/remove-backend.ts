import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import { registration } from './add-backend.js';
import { changeBackend, countAttempts, findBackend, now } from './backend.repository.js';
import { auditedBackend, backendTarget } from './backend-audit.js';
import { backendNotFound } from './backend-view.js';
import { ERASED } from './credentials.js';
import { refuseEmbedded } from './rotate-backend.js';

/** Deletes a backend that has nothing in flight. Its credentials are erased; its history stays. */
export async function removeBackend(ctx: Context, by: Requester, id: string): Promise<void> {
  refuseEmbedded(id, 'cannot be deleted. Disable it instead');
  await ctx.store.write(async (tx) => {
    const row = await findBackend(tx.db, id);
    if (!row) throw backendNotFound(id);
    const { open, unknown } = (await countAttempts(tx.db)).get(id) ?? { open: 0, unknown: 0 };
    if (open > 0 || ctx.backends.inFlight(id) > 0) {
      const fate = unknown > 0 ? `, of ${unknown} of which the fate is not known` : '';
      const detail = `"${row.label}" still has ${Math.max(open, 1)} attempts${fate}. Drain it, or cancel them, first.`;
      throw new HttpProblem('conflict', detail);
    }
    if (ctx.deployer.isBusy(id)) throw new HttpProblem('conflict', 'A deployment is under way. Wait until it is over.');
    // Nothing may be handed over between the look and the end.
    ctx.backends.configure(id, { enabled: false });
    const change = { enabled: 0, draining: 0, credentials: ERASED, deleted_at: now() };
    try {
      await changeBackend(tx, id, change, { kind: 'deleted', message: `"${row.label}" was deleted.` });
      const target = backendTarget(row);
      await recordAudit(tx, { ...by, action: 'backend.remove', target, before: auditedBackend(row) });
    } catch (error) {
      ctx.backends.configure(id, registration(row));
      throw error;
    }
  });
  ctx.modals.delete(id);
  await ctx.backends.remove(id);
}
