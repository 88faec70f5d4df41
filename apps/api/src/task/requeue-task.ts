import type { FaultClass, WorkerError } from '@easel/contracts';
import type { EndFacts } from '../backend/backend.js';
import type { Context } from '../context.js';
import { endAttempt, refusalsInARow } from './attempt.repository.js';
import { taskCost } from './attempt-cost.js';
import { type Claim, leaseOf } from './claim-task.js';
import { ended, released, taskError } from './fail-task.js';
import { changeTask } from './task.repository.js';

/** How often in a row a task may be refused before it fails. */
export const MAX_REFUSALS = 20;

/** What is known of an attempt that was refused for this reason. */
export const refusedFor = (fault: FaultClass): EndFacts => ({
  fault,
  never_ran: true,
  billed_s: 0,
  deploy_hash: null,
  platform: null,
});

/**
 * Takes a task back that its backend did not take: nothing ran, so it is not counted as an attempt and goes elsewhere at
 * once. Breakers keep it from coming back too fast; after too many refusals in a row it fails with the last.
 */
export function requeueTask(ctx: Context, claim: Claim, error: WorkerError, facts: EndFacts): Promise<void> {
  const { task, attempt } = claim;
  const problem = taskError(error.code, error.message, error.retryable);
  return ctx.store.write(async (tx) => {
    const end = { state: 'failed' as const, error: problem, detail: error.detail, facts };
    await endAttempt(ctx, tx, attempt.id, task, end);
    const { cancel_requested_at } = await tx.db
      .selectFrom('tasks')
      .select('cancel_requested_at')
      .where('id', '=', task.id)
      .executeTakeFirstOrThrow();
    const guard = { from: ['processing'] as const, lease: leaseOf(claim) };
    const uncounted = { attempt: Math.max(0, task.attempt - 1), cost_microusd: await taskCost(tx, task.id) };
    if (cancel_requested_at !== null) {
      await changeTask(tx, task.id, guard, { ...ended(task), ...uncounted, status: 'cancelled' });
    } else if ((await refusalsInARow(tx, task.id)) > MAX_REFUSALS) {
      const failed = { ...ended(task), ...uncounted, status: 'failed', error: JSON.stringify(problem) };
      await changeTask(tx, task.id, guard, failed);
    } else {
      await changeTask(tx, task.id, guard, { ...released, ...uncounted, status: 'pending' });
    }
  });
}
