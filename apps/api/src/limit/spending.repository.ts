import { sql } from 'kysely';
import { prepared } from '../db/prepared.js';
import type { SpendingRow, TaskRow } from '../db/schema.js';
import type { Db, Tx } from '../db/store.js';

/** The calendar month (UTC) of a time: what budgets are counted by. */
export const monthOf = (at: string): string => at.slice(0, 7);

/** Whose budgets a task counts against. */
export type Holder = Pick<TaskRow, 'owner_id' | 'key_id'>;
export type Scope = SpendingRow['scope'];

/** The person, and the key by which the task was made. */
export const scopesOf = ({ owner_id, key_id }: Holder): [Scope, string][] => [
  ['user', owner_id],
  ...(key_id === null ? [] : [['key', key_id] satisfies [Scope, string]]),
];

const addTo = prepared((db) =>
  db
    .insertInto('spending')
    .values({ scope: 'user', scope_id: '', month: '', reserved_microusd: 0, settled_microusd: 0 })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'scope_id', 'month']).doUpdateSet({
        // The table refuses what falls below zero: what is given back twice is a mistake that must not pass.
        reserved_microusd: sql<number>`reserved_microusd + ${0}`,
        settled_microusd: sql<number>`settled_microusd + ${0}`,
      }),
    ),
);

interface Sum {
  reserved_microusd: number;
  settled_microusd: number;
}

async function add(tx: Tx, holder: Holder, month: string, { reserved_microusd, settled_microusd }: Sum): Promise<void> {
  for (const [scope, id] of scopesOf(holder)) {
    const first = [Math.max(0, reserved_microusd), Math.max(0, settled_microusd)];
    await addTo(tx.db, [scope, id, month, ...first, reserved_microusd, settled_microusd]);
  }
}

/** What is set aside and spent in a month. */
export async function spendingOf(db: Db, scope: Scope, id: string, month: string): Promise<Sum> {
  const row = await db
    .selectFrom('spending')
    .select(['reserved_microusd', 'settled_microusd'])
    .where('scope', '=', scope)
    .where('scope_id', '=', id)
    .where('month', '=', month)
    .executeTakeFirst();
  return row ?? { reserved_microusd: 0, settled_microusd: 0 };
}

/** Sets aside what a task is expected to cost, until it ends. */
export async function reserve(tx: Tx, holder: Holder, month: string, microusd: number): Promise<void> {
  if (microusd > 0) await add(tx, holder, month, { reserved_microusd: microusd, settled_microusd: 0 });
}

type Counted = Holder & Pick<TaskRow, 'reserved_microusd' | 'cost_microusd' | 'budget_month' | 'created_at'>;

/** What a task costs counts in the month in which it was made. */
const monthOfTask = (task: Counted): string => task.budget_month ?? monthOf(task.created_at);

/** A task has ended: gives back what was set aside for it, and counts what it cost, all of it. */
export async function settle(tx: Tx, task: Counted): Promise<void> {
  if (task.reserved_microusd === 0 && task.cost_microusd === 0) return;
  const sum = { reserved_microusd: -task.reserved_microusd, settled_microusd: task.cost_microusd };
  await add(tx, task, monthOfTask(task), sum);
}

/** A task that has ended turned out to cost more, or less. */
export async function settleLate(tx: Tx, task: Counted, before_microusd: number): Promise<void> {
  const settled_microusd = task.cost_microusd - before_microusd;
  if (settled_microusd !== 0) await add(tx, task, monthOfTask(task), { reserved_microusd: 0, settled_microusd });
}
