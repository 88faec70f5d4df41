import type { Call } from '@easel/contracts';
import type { Context } from '../context.js';
import type { AttemptRow } from '../db/schema.js';
import { decodeCursor, page } from '../http/cursor.js';
import { OPEN } from '../task/attempt.repository.js';
import { IS_OPEN } from './backend.repository.js';

interface Filter {
  limit: number;
  cursor?: string | undefined;
  backend_id?: string | undefined;
  model?: string | undefined;
  task_id?: string | undefined;
  /** States separated by commas. */
  state?: string | undefined;
}

const callView = (row: AttemptRow & { owner_id: string }): Call => ({
  attempt_id: row.id,
  task_id: row.task_id,
  owner_id: row.owner_id,
  model: row.model,
  mode: row.mode,
  backend_id: row.backend_id,
  backend_label: row.backend_label,
  handle: row.handle,
  // The column holds what our own writes put there.
  state: row.state as Call['state'],
  out_of_sight_since: row.out_of_sight_since,
  created_at: row.created_at,
  started_at: row.started_at,
  finished_at: row.finished_at,
  cost_microusd: row.cost_microusd,
  error: row.error === null ? null : JSON.parse(row.error),
  error_detail: row.error_detail,
  platform: row.platform === null ? null : JSON.parse(row.platform),
});

const isOpen = (state: string) => (OPEN as readonly string[]).includes(state);

/** A page of the attempts of all owners, newest first. */
export async function listCalls(ctx: Pick<Context, 'store'>, filter: Filter) {
  let query = ctx.store.read
    .selectFrom('attempts')
    .innerJoin('tasks', 'tasks.id', 'attempts.task_id')
    .selectAll('attempts')
    .select('tasks.owner_id');
  if (filter.backend_id !== undefined) query = query.where('attempts.backend_id', '=', filter.backend_id);
  if (filter.task_id !== undefined) query = query.where('attempts.task_id', '=', filter.task_id);
  if (filter.model !== undefined) query = query.where('attempts.model', '=', filter.model);
  if (filter.state !== undefined) {
    const states = filter.state.split(',');
    query = query.where('attempts.state', 'in', states);
    // Open ones are few among many, and have an index of their own.
    if (states.every(isOpen)) {
      query = query.where('attempts.id', 'in', (eb) => eb.selectFrom('attempts').select('id').where(IS_OPEN));
    }
  }
  if (filter.cursor !== undefined) query = query.where('attempts.id', '<', decodeCursor(filter.cursor, 'att'));
  const found = await query
    .orderBy('attempts.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const { rows, next_cursor } = page(found, filter.limit);
  return { items: rows.map(callView), next_cursor };
}
