import type { TaskStatus, WebhookEventName } from '@easel/contracts';
import { canTransition, isTerminal } from '@easel/contracts';
import { sql } from 'kysely';
import { outputsOf, outputsOfTasks } from '../asset/asset.repository.js';
import { prepared } from '../db/prepared.js';
import type { TaskRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';
import { settle } from '../limit/spending.repository.js';
import { type TaskBody, taskBody } from './task-view.js';

export const now = (): string => new Date().toISOString();

/** An owner's task that is not deleted. */
export const findTask = (db: Db, ownerId: string, id: string): Promise<TaskRow | undefined> =>
  db
    .selectFrom('tasks')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();

/** A task with its outputs, as it would stand in the event log. */
export async function readTask(db: Db, ownerId: string, id: string): Promise<TaskBody | undefined> {
  const row = await findTask(db, ownerId, id);
  if (!row) return undefined;
  return taskBody(row, row.status === 'pending' ? [] : await outputsOf(db, id));
}

/** Tasks with their outputs, in the order given. */
export async function withOutputs(db: Db, rows: TaskRow[]): Promise<TaskBody[]> {
  const assets = await outputsOfTasks(
    db,
    rows.filter((row) => row.status !== 'pending').map((row) => row.id),
  );
  return rows.map((row) =>
    taskBody(
      row,
      assets.filter((asset) => asset.task_id === row.id),
    ),
  );
}

const insertEvent = prepared<{ id: number }>((db) =>
  db
    .insertInto('events')
    .values({ task_id: '', owner_id: '', kind: 'task', version: 0, body: '', at: '' })
    .returning('id'),
);

async function appendEvent(tx: Tx, row: TaskRow, kind: 'task' | 'deleted', body: string): Promise<void> {
  const event = { task_id: row.id, owner_id: row.owner_id, kind, version: row.version, body, at: row.updated_at };
  const { task_id, owner_id, version, at } = event;
  const [stored] = await insertEvent(tx.db, [task_id, owner_id, kind, version, body, at]);
  if (!stored) throw new Error('the event was not stored');
  const { id } = stored;
  tx.events.push({ ...event, id });
}

/** Writes the event of a task's present state, in the transaction that changed it. `name` is what happened, if anything. */
export async function appendTaskEvent(tx: Tx, row: TaskRow, name: WebhookEventName | null = null): Promise<TaskBody> {
  const body = taskBody(row, row.status === 'pending' ? [] : await outputsOf(tx.db, row.id));
  const text = JSON.stringify(body);
  await appendEvent(tx, row, 'task', text);
  if (name !== null) tx.happenings.push({ name, task: row, body: text });
  return body;
}

/** What a change of state is to whoever waits for the task; the start is told at the first attempt only. */
function happeningOf(to: TaskStatus | undefined, row: TaskRow): WebhookEventName | null {
  if (to === 'done' || to === 'failed' || to === 'cancelled') return `task.${to}`;
  return to === 'processing' && row.fencing === 1 ? 'task.started' : null;
}

/** Writes the event of a task's deletion. */
export const appendDeletedEvent = (tx: Tx, row: TaskRow): Promise<void> =>
  appendEvent(tx, row, 'deleted', JSON.stringify({ task_id: row.id }));

interface Guard {
  /** States in which the change is allowed: compare and set. */
  from: readonly TaskStatus[];
  /** The lease under which the change is made; refused when it has passed to another or has expired. */
  lease?: { fencing: number; now: string };
}

type Change = Partial<Omit<TaskRow, 'id' | 'owner_id' | 'version' | 'updated_at'>>;

/**
 * Changes a task if it is in one of the expected states, raises its version and writes the event: one transaction. A
 * task that ends by it is settled: what was set aside is given back, what it cost is counted.
 * Returns the new row, or undefined when another change came first.
 */
export async function changeTask(tx: Tx, id: string, guard: Guard, change: Change): Promise<TaskRow | undefined> {
  const to = change.status as TaskStatus | undefined;
  if (to !== undefined) {
    for (const from of guard.from) {
      if (from !== to && !canTransition(from, to)) throw new Error(`a task cannot go from ${from} to ${to}`);
    }
  }
  let query = tx.db
    .updateTable('tasks')
    .set({ ...change, version: sql<number>`version + 1`, updated_at: now() })
    .where('id', '=', id)
    .where('status', 'in', [...guard.from]);
  if (guard.lease) {
    query = query.where('fencing', '=', guard.lease.fencing).where('lease_expires_at', '>', guard.lease.now);
  }
  const row = await query.returningAll().executeTakeFirst();
  if (row && to !== undefined && isTerminal(to)) await settle(tx, row);
  // A deleted task is not shown: telling of it would bring it back to whoever watches.
  if (row && row.deleted_at === null) await appendTaskEvent(tx, row, happeningOf(to, row));
  return row;
}
