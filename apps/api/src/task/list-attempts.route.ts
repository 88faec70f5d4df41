import type { Attempt, Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { taskNotFound } from './cancel-task.js';
import { listAttempts } from './task.queries.js';

type Row = NonNullable<Awaited<ReturnType<typeof listAttempts>>>['rows'][number];

export const attemptView = (row: Row): Attempt => ({
  id: row.id,
  task_id: row.task_id,
  backend_id: row.backend_id,
  handle: row.handle,
  state: row.state as Attempt['state'],
  fencing: row.fencing,
  stamps: {
    created_at: row.created_at,
    accepted_at: row.accepted_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
  },
  cost_microusd: row.cost_microusd,
  error: row.error === null ? null : JSON.parse(row.error),
  backend_label: row.backend_label,
  reason: row.reason,
  deploy_hash: row.deploy_hash,
  out_of_sight_since: row.out_of_sight_since,
});

/** What was tried where, and why it ended. */
export const listAttemptsRoute =
  (ctx: Context): Handler<Contract['task']['attempts']> =>
  async ({ params, query, request }) => {
    const found = await listAttempts(ctx, requireCaller(request).owner_id, params.id, query);
    if (!found) throw taskNotFound(params.id);
    return { status: 200, body: { items: found.rows.map(attemptView), next_cursor: found.next_cursor } };
  };
