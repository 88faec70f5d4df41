import type { Usage } from '@easel/contracts';
import { EmptyState, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Coins } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { formatCost, formatMs } from '../app/format.js';
import { Panel } from '../app/Panel.js';
import { useTitle } from '../app/use-title.js';
import { RangePicker } from './RangePicker.js';
import { UsageChart } from './UsageChart.js';
import { UsageTable } from './UsageTable.js';
import { usageQuery } from './usage.queries.js';
import { daysBetween, type UsageRange } from './usage-range.js';

interface Props {
  range: UsageRange;
  onRange: (range: UsageRange) => void;
}

export function UsageScreen({ range, onRange }: Props) {
  useTitle('Usage');
  const days = useQuery(usageQuery('day', range));
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 pb-10">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-base font-semibold">Usage</h1>
          <p className="max-w-prose text-[13px] text-text-2">
            An estimate: measured seconds, start-up included, times the price of the hardware in the settings. The
            platform's own bill is what counts. Days are UTC.
          </p>
        </div>
        <RangePicker range={range} shown={days.data} onRange={onRange} />
      </div>
      {days.isPending ? <Loading /> : null}
      {days.isError && days.data === undefined ? (
        <CallError title="The usage could not be loaded" error={days.error} onRetry={() => void days.refetch()} />
      ) : null}
      {days.data === undefined ? null : <Report usage={days.data} range={range} />}
    </div>
  );
}

function Report({ usage, range }: { usage: Usage; range: UsageRange }) {
  const { total } = usage;
  if (total.attempts === 0) {
    return (
      <EmptyState icon={<Coins aria-hidden className="size-8" />} title="Nothing ran in these days">
        What each task took and cost is added up here, by day, model, backend and owner.
      </EmptyState>
    );
  }
  const by_day = new Map(usage.items.map((item) => [item.key, item]));
  const days = daysBetween(usage).map((day) => ({ day, item: by_day.get(day) ?? null }));
  const figures: [string, string][] = [
    ['Cost, estimate', formatCost(total.cost_microusd)],
    ['Tasks', String(total.tasks)],
    ['Attempts', String(total.attempts)],
    ['Failed attempts', String(total.failed_attempts)],
    ['Time at work', formatMs(total.run_ms)],
  ];
  return (
    <>
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        {figures.map(([name, value], index) => (
          <div key={name} className="flex flex-col">
            <dt className="text-xs text-text-3">{name}</dt>
            <dd className={index === 0 ? 'text-2xl leading-tight font-semibold' : 'text-2xl leading-tight'}>{value}</dd>
          </div>
        ))}
      </dl>
      <Panel title="Cost by day, estimate">
        <UsageChart days={days} />
      </Panel>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <UsageTable title="By model" group="model" range={range} />
        <div className="flex flex-col gap-4">
          <UsageTable title="By backend" group="backend" range={range} />
          <UsageTable title="By owner" group="owner" range={range} />
        </div>
      </div>
    </>
  );
}

const Loading = () => (
  <div role="status" className="flex flex-col gap-4">
    <span className="text-[13px] text-text-2">Adding up …</span>
    <Skeleton className="h-14" />
    <Skeleton className="h-64" />
  </div>
);
