import type { TaskCreate } from '@easel/contracts';
import type { Requester } from '../audit/record-audit.js';
import type { Context } from '../context.js';
import { taskNotFound } from './cancel-task.js';
import { type Submission, type Submitted, submitTask } from './submit-task.js';
import { findTask } from './task.repository.js';

const ROUTE = 'POST /v1/tasks/:id/retry';

/** Creates a new task with the same input, seed included, that points back to the first. */
export async function retryTask(
  ctx: Context,
  by: Requester,
  { owner_id, key, route = ROUTE }: Pick<Submission, 'owner_id' | 'key'> & { route?: string },
  id: string,
  idempotencyKey: string | undefined,
): Promise<Submitted> {
  const task = await findTask(ctx.store.read, owner_id, id);
  if (!task) throw taskNotFound(id);
  const body: TaskCreate = {
    model: task.model,
    // The mode was checked when the task was made.
    mode: task.mode as NonNullable<TaskCreate['mode']>,
    input: JSON.parse(task.input),
    count: task.count,
    lane: task.lane as NonNullable<TaskCreate['lane']>,
    metadata: JSON.parse(task.metadata),
    ...(task.webhook === null ? {} : { webhook: JSON.parse(task.webhook) }),
  };
  return submitTask(ctx, { owner_id, key, route, idempotency_key: idempotencyKey, body, retry: { of: id, by } });
}
