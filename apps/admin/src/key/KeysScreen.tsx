import { Button, EmptyState, Skeleton } from '@easel/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { Suspense } from 'react';
import { CallError } from '../app/CallError.js';
import { Panel } from '../app/Panel.js';
import { part } from '../app/part.js';
import { useTitle } from '../app/use-title.js';
import { nextMonth } from './budget.js';
import { KeyList } from './KeyList.js';
import { budgetsQuery, keysQuery } from './key.queries.js';
import { NewKey } from './NewKey.js';

// The library that draws it is larger than all of this page.
const BudgetPlot = part(async () => ({ default: (await import('./BudgetPlot.js')).BudgetPlot }));

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** Keys of everyone, what they may spend, and a line that makes one. */
export function KeysScreen() {
  useTitle('Keys');
  const keys = useInfiniteQuery(keysQuery());
  const { data: budgets = [] } = useQuery(budgetsQuery());
  const items = keys.data?.pages.flatMap((page) => page.items);
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-5 p-4 pb-10">
      <div>
        <h1 className="text-base font-semibold">Keys and budgets</h1>
        <p className="text-[13px] text-text-2">
          What programs send instead of signing in. Budgets begin anew on {day.format(nextMonth(new Date()))} (UTC).
        </p>
      </div>
      <NewKey />
      {budgets.length === 0 ? null : (
        <Panel title="Budgets of this month">
          <Suspense fallback={<Skeleton className="h-40" />}>
            <BudgetPlot budgets={budgets} />
          </Suspense>
        </Panel>
      )}
      {items === undefined && keys.isError ? (
        <CallError title="The keys could not be loaded" error={keys.error} onRetry={() => void keys.refetch()} />
      ) : items === undefined ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Loading keys …</span>
          <Skeleton className="h-40" />
        </div>
      ) : items.length === 0 ? (
        <EmptyState title="Nobody has a key yet" icon={<KeyRound aria-hidden className="size-7" />}>
          Type a name above, for example <code className="font-mono">bot $5/mo</code>, and press Enter. What is
          understood appears beneath while you type.
        </EmptyState>
      ) : (
        <KeyList keys={items} />
      )}
      {keys.hasNextPage ? (
        <Button className="self-center" disabled={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
          Show older keys
        </Button>
      ) : null}
    </div>
  );
}
