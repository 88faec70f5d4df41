import { z } from 'zod';
import type { Context } from '../context.js';
import type { Tx } from '../db/store.js';
import { now } from './backend.repository.js';
import type { BackendConfig } from './route-task.js';

/** Id of the engine in this process's own machine. It has no row. */
export const EMBEDDED_ID = 'embedded';

const NAME = 'embedded_backend';
const Switches = z.object({
  enabled: z.boolean(),
  draining: z.boolean(),
  weight: z.int(),
  models: z.array(z.string()).nullable(),
});
const DEFAULTS: BackendConfig = { enabled: true, draining: false, weight: 1, models: null };

/** What operators decided about the embedded engine. */
export async function readEmbeddedSwitches({ store }: Pick<Context, 'store'>): Promise<BackendConfig> {
  const row = await store.read.selectFrom('installation').select('value').where('name', '=', NAME).executeTakeFirst();
  return row ? Switches.parse(JSON.parse(row.value)) : DEFAULTS;
}

/** Keeps what operators decide about the embedded engine. */
export async function keepEmbeddedSwitches(tx: Tx, change: Partial<BackendConfig>): Promise<void> {
  const row = await tx.db.selectFrom('installation').select('value').where('name', '=', NAME).executeTakeFirst();
  const before = row ? Switches.parse(JSON.parse(row.value)) : DEFAULTS;
  const value = JSON.stringify({ ...before, ...change });
  const changed_at = now();
  await tx.db
    .insertInto('installation')
    .values({ name: NAME, value, changed_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at }))
    .execute();
}
