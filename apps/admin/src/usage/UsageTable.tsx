import type { UsageGroup, UsageItem } from '@easel/contracts';
import { Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CallError } from '../app/CallError.js';
import { formatCost, formatMs } from '../app/format.js';
import { Panel } from '../app/Panel.js';
import type { CallFilter } from '../call/call-filter.js';
import { usageQuery } from './usage.queries.js';
import type { UsageRange } from './usage-range.js';

type Group = Exclude<UsageGroup, 'day'>;

interface Props {
  title: string;
  group: Group;
  range: UsageRange;
}

/** Sums of one kind, dearest first; numbers lead to the calls behind them where calls can be asked for by it. */
export function UsageTable({ title, group, range }: Props) {
  const query = useQuery(usageQuery(group, range));
  return (
    <Panel title={title}>
      {query.isPending ? <Skeleton className="h-24" /> : null}
      {query.isError && query.data === undefined ? (
        <CallError title="The sums could not be loaded" error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.data === undefined ? null : <Sums title={title} group={group} items={query.data.items} />}
    </Panel>
  );
}

function Sums({ title, group, items }: { title: string; group: Group; items: readonly UsageItem[] }) {
  const sorted = [...items].sort((a, b) => b.cost_microusd - a.cost_microusd || b.run_ms - a.run_ms);
  const highest = sorted[0]?.cost_microusd || 1;
  const head = 'pb-1.5 font-medium text-text-3';
  const number = 'py-1.5 pl-4 text-right whitespace-nowrap align-top';
  return (
    <table className="w-full text-left text-[13px]">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr className="text-xs">
          <th scope="col" className={head}>
            {group === 'model' ? 'Model' : group === 'backend' ? 'Backend' : 'Owner'}
          </th>
          <th scope="col" className={`${head} pl-4 text-right`}>
            Attempts
          </th>
          <th scope="col" className={`${head} pl-4 text-right max-sm:hidden`}>
            Failed
          </th>
          <th scope="col" className={`${head} pl-4 text-right max-sm:hidden`}>
            At work
          </th>
          <th scope="col" className={`${head} pl-4 text-right`}>
            Cost
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((item) => (
          <tr key={item.key} className="border-t border-line">
            <th scope="row" className="w-full max-w-0 py-1.5 font-normal">
              <Name group={group} item={item} />
              {/* The share of the dearest, as a line under the name. */}
              <span
                aria-hidden
                className="mt-1 block h-1 rounded-full bg-accent"
                style={{ width: `${Math.max(item.cost_microusd > 0 ? 1 : 0, (item.cost_microusd / highest) * 100)}%` }}
              />
            </th>
            <td className={number}>
              <ToCalls group={group} item={item} count={item.attempts} />
            </td>
            <td className={`${number} max-sm:hidden`}>
              {item.failed_attempts === 0 ? (
                0
              ) : (
                <ToCalls group={group} item={item} count={item.failed_attempts} state="failed" />
              )}
            </td>
            <td className={`${number} max-sm:hidden`}>{formatMs(item.run_ms)}</td>
            <td className={`${number} font-medium`}>{formatCost(item.cost_microusd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const LINK = 'text-accent underline-offset-2 hover:underline';

function Name({ group, item }: { group: Group; item: UsageItem }) {
  const look = `${LINK} block truncate`;
  if (group === 'model') {
    return (
      <Link to="/models/$modelId" params={{ modelId: item.key }} className={look}>
        {item.label}
      </Link>
    );
  }
  if (group === 'backend') {
    return (
      <Link to="/backends/$backendId" params={{ backendId: item.key }} search={{}} className={look}>
        {item.label}
      </Link>
    );
  }
  return (
    <span className="block truncate" title={item.key}>
      {item.label}
    </span>
  );
}

function ToCalls({ group, item, count, state }: { group: Group; item: UsageItem; count: number; state?: string }) {
  if (group === 'owner') return count;
  const search: CallFilter = { [group]: item.key, ...(state !== undefined && { state }) };
  return (
    <Link to="/calls" search={search} className={LINK}>
      {count}
    </Link>
  );
}
