import type { AdminTask } from '@easel/contracts';
import { sql } from 'kysely';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import { type AdminTaskFilter, findTaskIds } from './admin-task.queries.js';

const EXCERPT = 200;
const COLUMNS = [
  'tasks.id',
  'tasks.version',
  'tasks.model',
  'tasks.mode',
  'tasks.type',
  'tasks.status',
  'tasks.stage',
  'tasks.progress',
  'tasks.count',
  'tasks.lane',
  'tasks.owner_id',
  'tasks.key_id',
  'tasks.attempt',
  'tasks.max_attempts',
  'tasks.error',
  'tasks.cost_microusd',
  'tasks.wait_ms',
  'tasks.run_ms',
  'tasks.created_at',
  'tasks.finished_at',
  'tasks.cancel_requested_at',
] as const;

type Row = Pick<TaskRow, (typeof COLUMNS)[number] extends `tasks.${infer Name}` ? Name & keyof TaskRow : never> & {
  owner_name: string | null;
  key_name: string | null;
  prompt: string | null;
  model_name: string | null;
};

const read = (ctx: Pick<Context, 'store'>, ids: string[]) =>
  ctx.store.read
    .selectFrom('tasks')
    .leftJoin('users', 'users.id', 'tasks.owner_id')
    .leftJoin('keys', 'keys.id', 'tasks.key_id')
    .select(COLUMNS)
    .select([
      'users.name as owner_name',
      'keys.name as key_name',
      sql<string | null>`substr(tasks.input ->> '$.prompt', 1, ${EXCERPT})`.as('prompt'),
      sql<string | null>`tasks.snapshot ->> '$.model_name'`.as('model_name'),
    ])
    .where('tasks.id', 'in', ids)
    .execute();

/** Where the latest attempt of each task went. */
async function backendsOf(
  { store }: Pick<Context, 'store'>,
  ids: string[],
): Promise<Map<string, AdminTask['backend']>> {
  const rows = await store.read
    .selectFrom('attempts')
    .select(['task_id', 'backend_id', 'backend_label'])
    .where('task_id', 'in', ids)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.task_id, { id: row.backend_id, label: row.backend_label }]));
}

function adminTaskView(ctx: Pick<Context, 'live'>, row: Row, backend: AdminTask['backend']): AdminTask {
  const { owner_id, owner_name, key_id, key_name, error, prompt, model_name, ...rest } = row;
  const live = row.status === 'processing' ? ctx.live.get(row.id) : undefined;
  return {
    ...rest,
    // These columns hold what our own writes put there.
    mode: row.mode as AdminTask['mode'],
    type: row.type as AdminTask['type'],
    status: row.status as AdminTask['status'],
    stage: row.stage as AdminTask['stage'],
    lane: row.lane as AdminTask['lane'],
    progress: live?.progress ?? row.progress,
    model_name: model_name ?? row.model,
    owner: { id: owner_id, name: owner_name ?? owner_id },
    key: key_id === null ? null : { id: key_id, name: key_name ?? key_id },
    backend,
    error: error === null ? null : JSON.parse(error),
    prompt,
  };
}

/** A page of the tasks of all owners, newest first. */
export async function listAdminTasks(
  ctx: Pick<Context, 'store' | 'live'>,
  filter: AdminTaskFilter,
): Promise<{ items: AdminTask[]; next_cursor: string | null }> {
  const { ids, next_cursor } = await findTaskIds(ctx.store.read, filter);
  if (ids.length === 0) return { items: [], next_cursor };
  const rows = new Map((await read(ctx, ids)).map((row) => [row.id, row]));
  const backends = await backendsOf(ctx, ids);
  const items = ids.flatMap((id) => {
    const row = rows.get(id);
    return row ? [adminTaskView(ctx, row, backends.get(id) ?? null)] : [];
  });
  return { items, next_cursor };
}
