import type { BackendEvent } from '@easel/contracts';
import type { Context } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { addBackendEvent, findBackend } from './backend.repository.js';
import { backendNotFound } from './backend-view.js';
import { EMBEDDED_ID } from './embedded-switches.js';
import { endDrain } from './switch-backend.js';

const PREFIX = 'event:';

interface Page {
  limit: number;
  cursor?: string | undefined;
}

/** What happened to a backend, newest first; 404 when it is not there. */
export async function listHistory(ctx: Context, id: string, { limit, cursor }: Page) {
  const known = id === EMBEDDED_ID ? ctx.backends.get(id) : await findBackend(ctx.store.read, id);
  if (!known) throw backendNotFound(id);
  let query = ctx.store.read.selectFrom('backend_events').selectAll().where('backend_id', '=', id);
  if (cursor !== undefined) {
    query = query.where('id', '<', Number(decodeCursor(cursor, 'event').slice(PREFIX.length)));
  }
  const found = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next_cursor } = page(
    found.map((row) => ({ id: `${PREFIX}${row.id}`, row })),
    limit,
  );
  // The column holds what our own writes put there.
  const items = rows.map(({ row }) => ({ ...row, kind: row.kind as BackendEvent['kind'] }));
  return { items, next_cursor };
}

/** Keeps what the registry tells, and disables what has drained. Returns what ends it, once all is written. */
export function keepHappenings(ctx: Context): () => Promise<void> {
  const writing = new Set<Promise<void>>();
  const stop = ctx.backends.on(({ kind, backend_id, fault, model, message }) => {
    const about = [fault, model].filter((word) => word !== null).join(', ');
    const words = about === '' ? message : `${message} (${about})`;
    const written =
      kind === 'drained'
        ? endDrain(ctx, backend_id)
        : ctx.store.write((tx) => addBackendEvent(tx, backend_id, kind, words));
    const noted = written.catch((error: unknown) => ctx.log.warn({ err: error, backend_id }, 'not written to history'));
    writing.add(noted);
    void noted.then(() => writing.delete(noted));
  });
  return async () => {
    stop();
    await Promise.all(writing);
  };
}
