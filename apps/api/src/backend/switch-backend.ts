import type { BackendEvent } from '@easel/contracts';
import type { Context } from '../context.js';
import { addBackendEvent, changeBackend, findBackend } from './backend.repository.js';
import { backendNotFound } from './backend-view.js';
import { EMBEDDED_ID, keepEmbeddedSwitches } from './embedded-switches.js';

interface Switch {
  enabled: boolean;
  draining: boolean;
}

/** Switches a backend and writes why into history. Doing it again changes nothing. */
async function turn(ctx: Context, id: string, to: Switch, kind: BackendEvent['kind'], message: string): Promise<void> {
  await ctx.store.write(async (tx) => {
    if (id === EMBEDDED_ID && ctx.backends.get(id)) {
      const before = ctx.backends.list().find(({ backend }) => backend.id === id)?.config;
      if (before?.enabled === to.enabled && before.draining === to.draining) return;
      await keepEmbeddedSwitches(tx, to);
      return addBackendEvent(tx, id, kind, message);
    }
    const row = await findBackend(tx.db, id);
    if (!row) throw backendNotFound(id);
    const change = { enabled: to.enabled ? 1 : 0, draining: to.draining ? 1 : 0 };
    if (row.enabled === change.enabled && row.draining === change.draining) return;
    return changeBackend(tx, id, change, { kind, message });
  });
  ctx.backends.configure(id, to);
  ctx.runner.wake();
}

/** Takes work again, at once: open breakers are closed. */
export async function enableBackend(ctx: Context, id: string): Promise<void> {
  await turn(ctx, id, { enabled: true, draining: false }, 'enabled', 'It takes work again.');
  ctx.backends.closeBreakers(id);
}

/** Takes no new work. What it has goes on. */
export const disableBackend = (ctx: Context, id: string): Promise<void> =>
  turn(ctx, id, { enabled: false, draining: false }, 'disabled', 'It takes no new work.');

/** Finishes what it has; `drained` then disables it. A disabled one has nothing to drain. */
export async function drainBackend(ctx: Context, id: string): Promise<void> {
  const disabled = ctx.backends.list().some(({ backend, config }) => backend.id === id && !config.enabled);
  if (disabled) return;
  await turn(ctx, id, { enabled: true, draining: true }, 'drain_started', 'It finishes what it has.');
}

/** All that a draining backend had has ended. */
export const endDrain = (ctx: Context, id: string): Promise<void> =>
  turn(ctx, id, { enabled: false, draining: false }, 'drained', 'Everything it had has ended; it is disabled.');
