import type { Key } from '@easel/sdk';
import { formatMoney } from '../app/format';

/** What a key has spent and set aside this month, against what it may. */
export function Budget({ spent_microusd, reserved_microusd, budget_microusd }: Key) {
  const used = spent_microusd + reserved_microusd;
  const words =
    budget_microusd === null
      ? `${formatMoney(used)} this month`
      : `${formatMoney(used)} of ${formatMoney(budget_microusd)} this month`;
  const share = budget_microusd === null ? 0 : budget_microusd === 0 ? 1 : Math.min(1, used / budget_microusd);
  return (
    <div className="flex flex-col gap-1 text-xs text-text-2">
      <span>
        {words}
        {reserved_microusd > 0 ? `, ${formatMoney(reserved_microusd)} of it set aside` : ''}
      </span>
      {budget_microusd === null ? null : (
        <span aria-hidden className="block h-1 w-full max-w-56 overflow-hidden rounded-full bg-surface-4">
          <span
            className={`block h-full rounded-full ${share >= 1 ? 'bg-bad' : share >= 0.8 ? 'bg-warn' : 'bg-accent'}`}
            style={{ width: `${share * 100}%` }}
          />
        </span>
      )}
    </div>
  );
}
