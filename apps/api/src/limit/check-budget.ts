import type { Tx } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { type Holder, monthOf, type Scope, scopesOf, spendingOf } from './spending.repository.js';

/** Dollars with as many digits as tell: `$12.50`, `$0.0042`. */
export function dollars(microusd: number): string {
  const [whole = '0', part = ''] = (microusd / 1_000_000).toFixed(6).split('.');
  return `$${whole}.${part.replace(/0{1,4}$/, '')}`;
}

/** When the month after this one begins (UTC). */
export function monthEnd(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString();
}

async function budgetOf(tx: Tx, scope: Scope, id: string): Promise<number | null> {
  const table = scope === 'key' ? 'keys' : 'users';
  const row = await tx.db.selectFrom(table).select('budget_microusd').where('id', '=', id).executeTakeFirst();
  return row?.budget_microusd ?? null;
}

/**
 * Refuses what would go beyond the monthly budget of the person or of the key. Must be asked in the transaction that
 * sets the amount aside. What costs nothing is never refused.
 */
export async function checkBudget(tx: Tx, holder: Holder, at: string, needed_microusd: number): Promise<void> {
  if (needed_microusd === 0) return;
  const month = monthOf(at);
  for (const [scope, id] of scopesOf(holder)) {
    const budget = await budgetOf(tx, scope, id);
    if (budget === null) continue;
    const { reserved_microusd, settled_microusd } = await spendingOf(tx.db, scope, id, month);
    const left = Math.max(0, budget - reserved_microusd - settled_microusd);
    if (needed_microusd <= left) continue;
    const whose = scope === 'key' ? "This key's budget" : 'Your budget';
    const held = reserved_microusd > 0 ? ` (${dollars(reserved_microusd)} is set aside for tasks under way)` : '';
    throw new HttpProblem(
      'budget_exceeded',
      `${whose} of ${dollars(budget)} a month has ${dollars(left)} left${held}; this task needs up to ${dollars(needed_microusd)}. ` +
        `The month ends at ${monthEnd(month)}. Wait, ask for less, or have the budget raised.`,
    );
  }
}
