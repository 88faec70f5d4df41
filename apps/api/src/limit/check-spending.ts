import { CompiledQuery } from 'kysely';
import type { Db } from '../db/store.js';

/** A line for each place where the books do not agree with the tasks. */
export const WRONG_BOOKS = `
  with booked as (
    select 'user' as scope, owner_id as scope_id, coalesce(budget_month, substr(created_at, 1, 7)) as month,
      status, reserved_microusd, cost_microusd
    from tasks
    union all
    select 'key', key_id, coalesce(budget_month, substr(created_at, 1, 7)), status, reserved_microusd, cost_microusd
    from tasks where key_id is not null
  ), expected as (
    select scope, scope_id, month,
      sum(case when status in ('pending', 'processing') then reserved_microusd else 0 end) as reserved,
      sum(case when status in ('pending', 'processing') then 0 else cost_microusd end) as settled
    from booked group by scope, scope_id, month
  ), both as (
    select scope, scope_id, month from expected union select scope, scope_id, month from spending
  )
  select scope || ' ' || scope_id || ' ' || month || ': set aside ' || coalesce(spending.reserved_microusd, 0)
    || ' for ' || coalesce(expected.reserved, 0) || ', spent ' || coalesce(spending.settled_microusd, 0)
    || ' of ' || coalesce(expected.settled, 0) as wrong
  from both left join expected using (scope, scope_id, month) left join spending using (scope, scope_id, month)
  where coalesce(spending.reserved_microusd, 0) <> coalesce(expected.reserved, 0)
    or coalesce(spending.settled_microusd, 0) < coalesce(expected.settled, 0)`;

/**
 * Where the books do not agree with the tasks: what is set aside must be the sum over the tasks that have not ended, and
 * what was spent at least that over those that have and are still there. Empty when all is well.
 */
export async function checkSpending(db: Db): Promise<string[]> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(WRONG_BOOKS) as CompiledQuery<{ wrong: string }>);
  return rows.map(({ wrong }) => wrong);
}
