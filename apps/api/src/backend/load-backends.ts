import type { Context } from '../context.js';
import { registration } from './add-backend.js';
import { allBackends } from './backend.repository.js';
import { lastCheckOf } from './backend-view.js';
import { checkBackend, deployedModels, PATIENT_MS } from './check-backend.js';
import { connectBackend } from './connect-backend.js';
import { EMBEDDED_ID, readEmbeddedSwitches } from './embedded-switches.js';
import { endDrain } from './switch-backend.js';

const CHECK_EVERY_MS = 5 * 60_000;
/** Part of it by which a check comes sooner or later, so that those of many processes do not meet. */
const JITTER = 0.1;

/** At start, before tasks are taken up again: registers every backend as it was left. Nothing is dialled. */
export async function loadBackends(ctx: Context): Promise<void> {
  if (ctx.backends.get(EMBEDDED_ID)) ctx.backends.configure(EMBEDDED_ID, await readEmbeddedSwitches(ctx));
  for (const row of await allBackends(ctx.store.read)) {
    ctx.backends.add(connectBackend(ctx, row), registration(row));
    const check = lastCheckOf(row);
    ctx.backends.setDeployed(row.id, row.app_name === null ? [] : check && deployedModels(check));
  }
}

/** What was draining when the last process ended and has nothing left. */
export async function endDrains(ctx: Context): Promise<void> {
  for (const { backend, config, in_flight } of ctx.backends.list()) {
    if (config.draining && in_flight === 0) await endDrain(ctx, backend.id);
  }
}

/** Checks every enabled workspace now and again, without holding anything up. Returns what ends it. */
export function keepChecking(ctx: Context): () => void {
  const checkAll = async () => {
    const rows = await allBackends(ctx.store.read);
    const wanted = rows.filter((row) => row.enabled === 1);
    await Promise.all(wanted.map((row) => checkBackend(ctx, row.id, PATIENT_MS)));
  };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const check = async () => {
    await checkAll().catch((error: unknown) => {
      if (!ctx.closing.signal.aborted) ctx.log.warn({ err: error }, 'a backend could not be checked');
    });
    const pause = CHECK_EVERY_MS * (1 - JITTER + 2 * JITTER * Math.random());
    if (!stopped) timer = setTimeout(() => void check(), pause).unref();
  };
  void check();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
