import { type TaskWebhook, WEBHOOK_EVENTS_DEFAULT } from '@easel/contracts';
import type { UrlSigner } from '../asset/signed-url.js';
import { preparedInsert } from '../db/prepared.js';
import type { DeliveryRow } from '../db/schema.js';
import type { Happening, Tx } from '../db/store.js';
import { newId } from '../ids.js';
import type { LiveTasks } from '../task/live-tasks.js';
import { presentTask, type TaskBody } from '../task/task-view.js';
import type { Endpoints } from './endpoints.js';
import { hostPort } from './target-url.js';

const insertDelivery = preparedInsert('deliveries');

/** A delivery that is due at once. */
export function newDelivery(
  row: Pick<DeliveryRow, 'owner_id' | 'webhook_id' | 'task_id' | 'event' | 'url' | 'payload'>,
  at: string,
): DeliveryRow {
  return {
    ...row,
    id: newId('delivery'),
    target: hostPort(new URL(row.url)),
    state: 'pending',
    attempts: 0,
    next_at: at,
    last_status: null,
    last_error: null,
    created_at: at,
    finished_at: null,
    redelivery_of: null,
  };
}

interface Receiver {
  webhook_id: string | null;
  url: string;
}

async function receiversOf(endpoints: Endpoints, tx: Tx, { name, task }: Happening): Promise<Receiver[]> {
  const found = await endpoints.of(tx.db, task.owner_id);
  if (found === null) return [];
  const told = found.filter(({ events }) => events.has(name));
  const receivers: Receiver[] = told.map(({ id, url }) => ({ webhook_id: id, url }));
  // Stored as it was checked.
  const own: TaskWebhook | null = task.webhook === null ? null : JSON.parse(task.webhook);
  if (own && (own.events ?? WEBHOOK_EVENTS_DEFAULT).includes(name)) receivers.push({ webhook_id: null, url: own.url });
  return receivers;
}

/** Writes what is to be told of what happened, in the same transaction. Answers with the targets it goes to. */
export async function enqueueDeliveries(
  ctx: { urls: UrlSigner; live: LiveTasks; endpoints: Endpoints; now: () => number },
  tx: Tx,
): Promise<string[]> {
  const targets: string[] = [];
  for (const happening of tx.happenings) {
    const receivers = await receiversOf(ctx.endpoints, tx, happening);
    if (receivers.length === 0) continue;
    const { name, task } = happening;
    const body: TaskBody = JSON.parse(happening.body);
    const payload = JSON.stringify({ type: name, timestamp: task.updated_at, data: presentTask(body, ctx) });
    const at = new Date(ctx.now()).toISOString();
    for (const receiver of receivers) {
      const row = newDelivery({ ...receiver, owner_id: task.owner_id, task_id: task.id, event: name, payload }, at);
      await insertDelivery(tx.db, row);
      targets.push(row.target);
    }
  }
  return targets;
}
