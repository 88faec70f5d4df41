import type { Spender } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { formatCost } from '../app/format.js';
import { Panel } from '../app/Panel.js';

const count = new Intl.NumberFormat('en');

/** Who spent most in the last seven days; each leads to what it was spent on. */
export function Spenders({ spenders }: { spenders: readonly Spender[] }) {
  const most = Math.max(1, ...spenders.map((spender) => spender.cost_microusd));
  return (
    <Panel title="Who spent most this week">
      {spenders.length === 0 ? (
        <p className="text-[13px] text-text-2">Nobody ran anything in the last seven days.</p>
      ) : (
        <ol className="flex flex-col gap-2.5 text-[13px]">
          {spenders.map(({ owner, key, tasks, cost_microusd }) => (
            <li key={`${owner.id} ${key?.id ?? ''}`} className="flex flex-col gap-1">
              <div className="flex items-baseline gap-3">
                <Link
                  to="/tasks"
                  search={{ owner_id: owner.id, ...(key !== null && { key_id: key.id }), within: '7d' }}
                  className="min-w-0 flex-1 truncate underline-offset-2 hover:underline pointer-coarse:py-2"
                >
                  {owner.name}
                  {key === null ? null : <span className="text-text-3"> · key {key.name}</span>}
                </Link>
                <span className="text-xs whitespace-nowrap text-text-3">
                  {count.format(tasks)} {tasks === 1 ? 'task' : 'tasks'}
                </span>
                <span className="w-16 text-right font-medium">{formatCost(cost_microusd)}</span>
              </div>
              <div aria-hidden className="h-1 rounded-full bg-surface-4">
                <div className="h-1 rounded-full bg-plot-1" style={{ width: `${(cost_microusd / most) * 100}%` }} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
