/** What somebody may spend in a month and what is gone of it. */
export interface Budgeted {
  budget_microusd: number | null;
  spent_microusd: number;
  reserved_microusd: number;
}

/** A budget with the name of what it belongs to: a person, or a key of one. */
export interface NamedBudget extends Budgeted {
  id: string;
  name: string;
}

/** How much of the budget is spent or set aside, from 0 to 1 and above; null without a budget. */
export function shareOf({ budget_microusd, spent_microusd, reserved_microusd }: Budgeted): number | null {
  if (budget_microusd === null) return null;
  if (budget_microusd === 0) return 1;
  return (spent_microusd + reserved_microusd) / budget_microusd;
}

/** What is left; never negative. */
export const leftOf = ({ budget_microusd, spent_microusd, reserved_microusd }: Budgeted): number =>
  Math.max(0, (budget_microusd ?? 0) - spent_microusd - reserved_microusd);

/** The fullest first, so many of them. */
export function fullest<T extends Budgeted>(list: readonly T[], count: number): T[] {
  return list
    .filter(({ budget_microusd }) => budget_microusd !== null)
    .toSorted((a, b) => (shareOf(b) ?? 0) - (shareOf(a) ?? 0))
    .slice(0, count);
}

/** When the month of budgets (UTC) begins anew. */
export function nextMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
}

/** Money that was spent or may be: nothing is `$0`, and cents are shown where they matter. */
export function money(microusd: number): string {
  const usd = microusd / 1e6;
  if (usd === 0) return '$0';
  if (usd < 0.0001) return '< $0.0001';
  if (usd >= 100) return `$${Math.round(usd).toLocaleString('en')}`;
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}
