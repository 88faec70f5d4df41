import { HttpProblem } from './http-problem.js';

const VERSION = 'k1.';

/** A cursor: the id after which the next page begins. Opaque to callers. */
export const encodeCursor = (id: string): string => VERSION + Buffer.from(id).toString('base64url');

/** The id in a cursor of ours; anything else is refused. */
export function decodeCursor(text: string, prefix: 'task' | 'asset' | 'att' | 'model'): string {
  const id = text.startsWith(VERSION) ? Buffer.from(text.slice(VERSION.length), 'base64url').toString() : '';
  const ours = prefix === 'model' ? /^model:[a-z0-9.-]+$/ : new RegExp(`^${prefix}_[0-9a-z]{26}$`);
  if (ours.test(id) && encodeCursor(id) === text) return id;
  const message = 'is not a cursor of this list. Use next_cursor of the page before';
  throw new HttpProblem('invalid_input', `cursor ${message}.`, { errors: [{ path: 'cursor', message }] });
}

/** Cuts one row more than a page into the page and the cursor of the next. */
export function page<R extends { id: string }>(rows: R[], limit: number): { rows: R[]; next_cursor: string | null } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next_cursor: last ? encodeCursor(last.id) : null };
}
