import type { SettingsModel } from '@easel/contracts';
import type { EndFacts } from '../backend/backend.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';

/** What an attempt cost, estimated: seconds of the rented machine, start-up included, times its price. */
export function attemptCost(ctx: Pick<Context, 'settings'>, task: Pick<TaskRow, 'settings'>, facts: EndFacts): number {
  if (facts.billed_s === 0) return 0;
  const { modal }: SettingsModel['runtimes'] = JSON.parse(task.settings).runtimes;
  const price = modal === undefined ? 0 : (ctx.settings.hardware[modal.gpu]?.microusd_per_s ?? 0);
  return Math.round(facts.billed_s * price);
}

/** What all attempts of a task have cost, failed ones too. */
export async function taskCost(tx: Tx, taskId: string): Promise<number> {
  const { cost } = await tx.db
    .selectFrom('attempts')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('cost_microusd'), eb.val(0)).as('cost'))
    .where('task_id', '=', taskId)
    .executeTakeFirstOrThrow();
  return Number(cost);
}
