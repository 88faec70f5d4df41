import type { AdminAttempt, AdminTaskEvent, AdminTaskStory } from '@easel/contracts';
import { listAudit } from '../audit/list-audit.js';
import { explainRoute } from '../backend/explain-route.js';
import type { Context } from '../context.js';
import type { AttemptRow } from '../db/schema.js';
import type { Db, StoredEvent } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { deliveryView } from '../webhook/delivery.repository.js';
import { attemptView } from './list-attempts.route.js';
import { withOutputs } from './task.repository.js';
import { presentTask, type TaskBody } from './task-view.js';

const LATEST = 200;

export const noSuchTask = (id: string) =>
  new HttpProblem(
    'task_not_found',
    `There is no task "${id.slice(0, 64)}". GET /v1/admin/audit/targets/${encodeURIComponent(id.slice(0, 64))} tells what is still known of it.`,
  );

const adminAttemptView = (row: AttemptRow): AdminAttempt => ({
  ...attemptView(row),
  start_ms: row.start_ms,
  run_ms: row.run_ms,
  error_detail: row.error_detail,
  platform: row.platform === null ? null : JSON.parse(row.platform),
  late_until: row.late_until,
  never_ran: row.never_ran > 0,
});

function eventView({ id, at, version, kind, body }: StoredEvent): AdminTaskEvent {
  // The event log holds what our own writes put there.
  const task = kind === 'task' ? (JSON.parse(body) as TaskBody) : null;
  return {
    id,
    at,
    version,
    kind,
    status: task?.status ?? null,
    stage: task?.stage ?? null,
    progress: task?.progress ?? null,
    attempt: task?.attempt ?? null,
  };
}

async function ownerOf(db: Db, id: string): Promise<AdminTaskStory['owner']> {
  const row = await db.selectFrom('users').select(['id', 'name', 'role']).where('id', '=', id).executeTakeFirst();
  return row ?? { id, name: id, role: 'member' };
}

async function keyOf(db: Db, id: string | null): Promise<AdminTaskStory['key']> {
  if (id === null) return null;
  const columns = ['id', 'name', 'hint', 'revoked_at'] as const;
  return (await db.selectFrom('keys').select(columns).where('id', '=', id).executeTakeFirst()) ?? null;
}

const oldestFirst = <T>(rows: T[]): T[] => rows.reverse();

/** Everything that is known of a task, whoever owns it; also of one that is deleted and can still be restored. */
export async function readTaskStory(ctx: Context, id: string): Promise<AdminTaskStory> {
  const { read } = ctx.store;
  const row = await read.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst();
  const [body] = row ? await withOutputs(read, [row]) : [];
  if (!row || !body) throw noSuchTask(id);
  const attempts = await read.selectFrom('attempts').selectAll().where('task_id', '=', id).orderBy('id').execute();
  const events = await read
    .selectFrom('events')
    .selectAll()
    .where('task_id', '=', id)
    .orderBy('id', 'desc')
    .limit(LATEST)
    .execute();
  const deliveries = await read
    .selectFrom('deliveries')
    .selectAll()
    .where('task_id', '=', id)
    .orderBy('id', 'desc')
    .limit(LATEST)
    .execute();
  const { items: audit } = await listAudit(ctx, { limit: LATEST, target_id: id });
  const waits = row.status === 'pending' && row.deleted_at === null;
  return {
    task: presentTask(body, ctx),
    owner: await ownerOf(read, row.owner_id),
    key: await keyOf(read, row.key_id),
    wait_ms: row.wait_ms,
    deleted_at: row.deleted_at,
    events: oldestFirst(events).map(eventView),
    attempts: attempts.map(adminAttemptView),
    route: waits ? await explainRoute(ctx, { task_id: id }) : null,
    deliveries: oldestFirst(deliveries).map(deliveryView),
    audit: oldestFirst(audit),
  };
}
