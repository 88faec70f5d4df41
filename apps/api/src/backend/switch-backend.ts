import type { AuditAction, BackendEvent } from '@easel/contracts';
import { type Requester, SYSTEM } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { addBackendEvent, changeBackend, findBackend } from './backend.repository.js';
import { auditChange, auditEmbedded } from './backend-audit.js';
import { backendNotFound } from './backend-view.js';
import { EMBEDDED_ID, keepEmbeddedSwitches, switchesIn } from './embedded-switches.js';

interface Switch {
  enabled: boolean;
  draining: boolean;
}

interface Why {
  by: Requester;
  action: AuditAction;
  kind: BackendEvent['kind'];
  message: string;
}

/** Switches a backend and writes why into history. Doing it again changes nothing. */
async function turn(ctx: Context, id: string, to: Switch, { by, action, kind, message }: Why): Promise<void> {
  await ctx.store.write(async (tx) => {
    if (id === EMBEDDED_ID && ctx.backends.get(id)) {
      const before = ctx.backends.list().find(({ backend }) => backend.id === id)?.config;
      if (before?.enabled === to.enabled && before.draining === to.draining) return;
      await auditEmbedded(tx, by, action, await switchesIn(tx.db), to);
      await keepEmbeddedSwitches(tx, to);
      return addBackendEvent(tx, id, kind, message);
    }
    const row = await findBackend(tx.db, id);
    if (!row) throw backendNotFound(id);
    const change = { enabled: to.enabled ? 1 : 0, draining: to.draining ? 1 : 0 };
    if (row.enabled === change.enabled && row.draining === change.draining) return;
    await auditChange(tx, by, action, row, change);
    return changeBackend(tx, id, change, { kind, message });
  });
  ctx.backends.configure(id, to);
  ctx.runner.wake();
}

/** Takes work again, at once: open breakers are closed. */
export async function enableBackend(ctx: Context, by: Requester, id: string): Promise<void> {
  const why = { by, action: 'backend.enable' as const, kind: 'enabled' as const, message: 'It takes work again.' };
  await turn(ctx, id, { enabled: true, draining: false }, why);
  ctx.backends.closeBreakers(id);
}

/** Takes no new work. What it has goes on. */
export const disableBackend = (ctx: Context, by: Requester, id: string): Promise<void> =>
  turn(
    ctx,
    id,
    { enabled: false, draining: false },
    { by, action: 'backend.disable', kind: 'disabled', message: 'It takes no new work.' },
  );

/** Finishes what it has; `drained` then disables it. A disabled one has nothing to drain. */
export async function drainBackend(ctx: Context, by: Requester, id: string): Promise<void> {
  const disabled = ctx.backends.list().some(({ backend, config }) => backend.id === id && !config.enabled);
  if (disabled) return;
  const message = 'It finishes what it has.';
  const why = { by, action: 'backend.drain' as const, kind: 'drain_started' as const, message };
  await turn(ctx, id, { enabled: true, draining: true }, why);
}

/** All that a draining backend had has ended. */
export const endDrain = (ctx: Context, id: string): Promise<void> =>
  turn(
    ctx,
    id,
    { enabled: false, draining: false },
    {
      by: SYSTEM,
      action: 'backend.disable',
      kind: 'drained',
      message: 'Everything it had has ended; it is disabled.',
    },
  );
