import type { Context } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { viewBackends } from './backend-view.js';
import { EMBEDDED_ID } from './embedded-switches.js';

/** A page of the backends, newest first; the embedded engine last. */
export async function listBackends(ctx: Context, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const after = cursor === undefined ? null : decodeCursor(cursor, 'backend');
  const all = await viewBackends(ctx);
  const left = all.filter(({ id }) => after === null || id === EMBEDDED_ID || id < after);
  const { rows, next_cursor } = page(left, limit);
  return { items: rows, next_cursor };
}
