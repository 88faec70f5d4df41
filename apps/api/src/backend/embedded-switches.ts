import { z } from 'zod';
import type { Context } from '../context.js';
import type { Db, Tx } from '../db/store.js';
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
export async function switchesIn(db: Db): Promise<BackendConfig> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', NAME).executeTakeFirst();
  return row ? Switches.parse(JSON.parse(row.value)) : DEFAULTS;
}

export const readEmbeddedSwitches = ({ store }: Pick<Context, 'store'>): Promise<BackendConfig> =>
  switchesIn(store.read);

/** Keeps what operators decide about the embedded engine. */
export async function keepEmbeddedSwitches(tx: Tx, change: Partial<BackendConfig>): Promise<void> {
  const value = JSON.stringify({ ...(await switchesIn(tx.db)), ...change });
  const changed_at = now();
  await tx.db
    .insertInto('installation')
    .values({ name: NAME, value, changed_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at }))
    .execute();
}
