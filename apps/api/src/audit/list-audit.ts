import type { AuditAction, AuditOutcome } from '@easel/contracts';
import type { Context } from '../context.js';
import { decodeCursor, page } from '../http/cursor.js';
import { entryView } from './audit-view.js';

const PREFIX = 'audit:';

export interface AuditFilter {
  limit: number;
  cursor?: string | undefined;
  actor_id?: string | undefined;
  action?: AuditAction | undefined;
  target_id?: string | undefined;
  outcome?: AuditOutcome | undefined;
  request_id?: string | undefined;
  after?: string | undefined;
  before?: string | undefined;
}

const COLUMNS = ['actor_id', 'action', 'target_id', 'outcome', 'request_id'] as const;

/** Entries that fit, newest first. */
export async function listAudit({ store }: Pick<Context, 'store'>, filter: AuditFilter) {
  const { limit, cursor, after, before } = filter;
  let query = store.read.selectFrom('audit').selectAll();
  for (const column of COLUMNS) {
    const value = filter[column];
    if (value !== undefined) query = query.where(column, '=', value);
  }
  if (cursor !== undefined) {
    query = query.where('seq', '<', Number(decodeCursor(cursor, 'audit').slice(PREFIX.length)));
  }
  // Times never go back from one entry to the next: a span of time is a span of numbers, and every index ends in them.
  if (after !== undefined) {
    const first = store.read.selectFrom('audit').select('seq').where('at', '>=', after).orderBy('at').orderBy('seq');
    query = query.where('seq', '>=', first.limit(1));
  }
  if (before !== undefined) {
    const last = store.read.selectFrom('audit').select('seq').where('at', '<', before);
    query = query.where('seq', '<=', last.orderBy('at', 'desc').orderBy('seq', 'desc').limit(1));
  }
  const found = await query
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const { rows, next_cursor } = page(
    found.map((row) => ({ id: `${PREFIX}${row.seq}`, row })),
    limit,
  );
  return { items: rows.map(({ row }) => entryView(row)), next_cursor };
}
