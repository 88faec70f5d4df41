import type { BackendEvent } from '@easel/contracts';
import { sql } from 'kysely';
import type { BackendRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';

/** Attempts that have not ended: written out, as the index of open attempts has it. */
export const IS_OPEN = sql<boolean>`state in ('submitted', 'accepted', 'unknown', 'running')`;

export const now = (): string => new Date().toISOString();

/** A backend with a row that is not deleted. */
export const findBackend = (db: Db, id: string): Promise<BackendRow | undefined> =>
  db.selectFrom('backends').selectAll().where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst();

/** All backends with a row, newest first. There are few. */
export const allBackends = (db: Db): Promise<BackendRow[]> =>
  db.selectFrom('backends').selectAll().where('deleted_at', 'is', null).orderBy('id', 'desc').execute();

/** Writes a change and what happened into history. */
export async function changeBackend(
  tx: Tx,
  id: string,
  change: Partial<BackendRow>,
  event?: { kind: BackendEvent['kind']; message: string },
): Promise<void> {
  const at = now();
  await tx.db
    .updateTable('backends')
    .set({ ...change, updated_at: at })
    .where('id', '=', id)
    .execute();
  if (event) await addBackendEvent(tx, id, event.kind, event.message);
}

/** Adds to the history of a backend. */
export async function addBackendEvent(
  tx: Tx,
  backend_id: string,
  kind: BackendEvent['kind'],
  message: string,
): Promise<void> {
  await tx.db.insertInto('backend_events').values({ backend_id, kind, message, at: now() }).execute();
}

/** Whether a backend has open attempts that began before. */
export async function hasWorkOfBefore(db: Db, backend_id: string, before: string): Promise<boolean> {
  const found = await db
    .selectFrom('attempts')
    .select('id')
    .where('backend_id', '=', backend_id)
    .where(IS_OPEN)
    .where('created_at', '<=', before)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** How many attempts are open on each backend, and of how many the fate is not known. */
export async function countAttempts(db: Db): Promise<Map<string, { open: number; unknown: number }>> {
  const rows = await db
    .selectFrom('attempts')
    .select(['backend_id', 'state', (eb) => eb.fn.countAll<number>().as('count')])
    .where(IS_OPEN)
    .groupBy(['backend_id', 'state'])
    .execute();
  const counts = new Map<string, { open: number; unknown: number }>();
  for (const { backend_id, state, count } of rows) {
    const before = counts.get(backend_id) ?? { open: 0, unknown: 0 };
    const unknown = before.unknown + (state === 'unknown' ? count : 0);
    counts.set(backend_id, { open: before.open + count, unknown });
  }
  return counts;
}
