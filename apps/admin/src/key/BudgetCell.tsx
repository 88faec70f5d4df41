import { type Budgeted, money, shareOf } from './budget.js';

const tone = (share: number) => (share >= 1 ? 'bg-bad' : share >= 0.8 ? 'bg-warn' : 'bg-accent');
const percent = (part: number, whole: number) => `${Math.min(100, whole === 0 ? 100 : (part / whole) * 100)}%`;

/** What is gone of a month's budget, in words and as a bar. */
export function BudgetCell(item: Budgeted) {
  const { budget_microusd, spent_microusd, reserved_microusd } = item;
  const share = shareOf(item);
  return (
    <div className="flex min-w-36 flex-col gap-1">
      <span className="whitespace-nowrap">
        {money(spent_microusd)}
        {reserved_microusd > 0 ? <span className="text-text-3"> + {money(reserved_microusd)} set aside</span> : null}
        {budget_microusd === null ? (
          <span className="text-text-3"> · no budget</span>
        ) : (
          <span className="text-text-3"> of {money(budget_microusd)}</span>
        )}
      </span>
      {share === null || budget_microusd === null ? null : (
        <span aria-hidden className="flex h-1 w-full max-w-48 overflow-hidden rounded-full bg-surface-4">
          <span className={`h-full ${tone(share)}`} style={{ width: percent(spent_microusd, budget_microusd) }} />
          <span
            className={`h-full opacity-50 ${tone(share)}`}
            style={{ width: percent(reserved_microusd, budget_microusd) }}
          />
        </span>
      )}
    </div>
  );
}
