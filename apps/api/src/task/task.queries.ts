import type { TaskStatus } from '@easel/contracts';
import type { Context } from '../context.js';
import type { AttemptRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { decodeCursor, page } from '../http/cursor.js';
import { readTask, withOutputs } from './task.repository.js';
import type { Rendered } from './task-renderer.js';
import type { TaskBody } from './task-view.js';

export const getTask = (ctx: Context, ownerId: string, id: string): Promise<TaskBody | undefined> =>
  readTask(ctx.store.read, ownerId, id);

export interface TaskFilter {
  status?: string | undefined;
  model?: string | undefined;
  type?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

const compiledVersion = (db: Db) =>
  db
    .selectFrom('tasks')
    .select('version')
    .where('id', '=', '')
    .where('owner_id', '=', '')
    .where('deleted_at', 'is', null)
    .compile();
const versionQueries = new WeakMap<Context['store'], ReturnType<typeof compiledVersion>>();

function storedVersion({ store }: Context, id: string, ownerId: string): number | undefined {
  const query = versionQueries.get(store) ?? compiledVersion(store.read);
  versionQueries.set(store, query);
  return store.readCompiled(query, [id, ownerId])[0]?.version;
}

/** A task as it is sent now. What was rendered before is used again when its version is still the stored one. */
export async function renderCurrentTask(
  ctx: Context,
  target: { owner_id: string; id: string },
): Promise<Rendered | undefined> {
  const version = storedVersion(ctx, target.id, target.owner_id);
  if (version === undefined) return undefined;
  const held = ctx.renderer.held(target.id, version);
  if (held) return held;
  const body = await readTask(ctx.store.read, target.owner_id, target.id);
  return body && ctx.renderer.render(body);
}

/** The list query of one status or of any: keyset on the id, newest first, one row more than the page. */
export function taskListQuery(db: Db, ownerId: string, filter: TaskFilter, status: string | undefined) {
  let query = db
    .selectFrom('tasks')
    .select(['id', 'version'])
    .where('owner_id', '=', ownerId)
    .where('deleted_at', 'is', null);
  if (status !== undefined) query = query.where('status', '=', status);
  if (filter.model !== undefined) query = query.where('model', '=', filter.model);
  if (filter.type !== undefined) query = query.where('type', '=', filter.type);
  if (filter.cursor !== undefined) query = query.where('id', '<', decodeCursor(filter.cursor, 'task'));
  return query.orderBy('id', 'desc').limit(filter.limit + 1);
}

async function renderRows(ctx: Context, rows: { id: string; version: number }[]): Promise<Rendered[]> {
  const held = new Map(rows.map((row) => [row.id, ctx.renderer.held(row.id, row.version)]));
  const missing = rows.filter((row) => !held.get(row.id)).map((row) => row.id);
  if (missing.length > 0) {
    const full = await ctx.store.read.selectFrom('tasks').selectAll().where('id', 'in', missing).execute();
    for (const body of await withOutputs(ctx.store.read, full)) held.set(body.id, ctx.renderer.render(body));
  }
  return rows.flatMap((row) => held.get(row.id) ?? []);
}

/** A page of an owner's tasks, newest first. Several statuses are read one by one and merged, each from its index. */
export async function listTasks(ctx: Context, ownerId: string, filter: TaskFilter) {
  const statuses = filter.status === undefined ? [undefined] : [...new Set(filter.status.split(',') as TaskStatus[])];
  const found = await Promise.all(
    statuses.map((status) => taskListQuery(ctx.store.read, ownerId, filter, status).execute()),
  );
  const newestFirst = found.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  const { rows, next_cursor } = page(newestFirst, filter.limit);
  return { rendered: await renderRows(ctx, rows), next_cursor };
}

/** A page of a task's attempts, newest first; undefined when the task is not the owner's. */
export async function listAttempts(
  ctx: Context,
  ownerId: string,
  taskId: string,
  filter: { cursor?: string | undefined; limit: number },
): Promise<{ rows: AttemptRow[]; next_cursor: string | null } | undefined> {
  if (!(await readTask(ctx.store.read, ownerId, taskId))) return undefined;
  let query = ctx.store.read.selectFrom('attempts').selectAll().where('task_id', '=', taskId);
  if (filter.cursor !== undefined) query = query.where('id', '<', decodeCursor(filter.cursor, 'att'));
  const rows = await query
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return page(rows, filter.limit);
}
