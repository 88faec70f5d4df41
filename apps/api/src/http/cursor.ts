import type { IdPrefix } from '@easel/contracts';
import { HttpProblem } from './http-problem.js';

const VERSION = 'k1.';

/** A cursor: the id after which the next page begins. Opaque to callers. */
export const encodeCursor = (id: string): string => VERSION + Buffer.from(id).toString('base64url');

const idOf = (prefix: IdPrefix) => new RegExp(`^${prefix}_[0-9a-z]{26}$`);

/** What a cursor of each list holds. */
const IDS = {
  task: idOf('task'),
  asset: idOf('asset'),
  att: idOf('att'),
  backend: idOf('backend'),
  deploy: idOf('deploy'),
  key: idOf('key'),
  user: idOf('user'),
  invite: idOf('invite'),
  hook: idOf('hook'),
  delivery: idOf('delivery'),
  model: /^model:[a-z0-9.-]+$/,
  event: /^event:[0-9]{1,15}$/,
  audit: /^audit:[0-9]{1,15}$/,
};

/** The id in a cursor of ours; anything else is refused. */
export function decodeCursor(text: string, prefix: keyof typeof IDS): string {
  const id = text.startsWith(VERSION) ? Buffer.from(text.slice(VERSION.length), 'base64url').toString() : '';
  if (IDS[prefix].test(id) && encodeCursor(id) === text) return id;
  const message = 'is not a cursor of this list. Use next_cursor of the page before';
  throw new HttpProblem('invalid_input', `cursor ${message}.`, { errors: [{ path: 'cursor', message }] });
}

/** Cuts one row more than a page into the page and the cursor of the next. */
export function page<R extends { id: string }>(rows: R[], limit: number): { rows: R[]; next_cursor: string | null } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next_cursor: last ? encodeCursor(last.id) : null };
}
