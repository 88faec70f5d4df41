import { Button, EmptyState, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { PhoneCall } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { useMedia } from '../app/use-media.js';
import { useTitle } from '../app/use-title.js';
import { CallCards } from './CallCards.js';
import { CallFilters } from './CallFilters.js';
import { CallTable } from './CallTable.js';
import { callListQuery } from './call.queries.js';
import type { CallFilter } from './call-filter.js';

interface Props {
  filter: CallFilter;
  onFilter: (filter: CallFilter) => void;
}

export function CallsScreen({ filter, onFilter }: Props) {
  useTitle('Calls');
  return (
    <div className="flex flex-col gap-3 p-4 pb-10">
      <div>
        <h1 className="text-base font-semibold">Calls</h1>
        <p className="text-[13px] text-text-2">Every attempt on every backend, with what the platform said about it.</p>
      </div>
      <CallFilters filter={filter} onChange={onFilter} />
      <CallList filter={filter} onFilter={onFilter} />
    </div>
  );
}

function CallList({ filter, onFilter }: Props) {
  const wide = useMedia('(min-width: 1024px)');
  const query = useInfiniteQuery(callListQuery(filter));
  if (query.isPending) {
    return (
      <div role="status">
        <span className="mb-2 block text-[13px] text-text-2">Loading calls …</span>
        <Skeleton className="h-72" />
      </div>
    );
  }
  if (query.data === undefined) {
    return <CallError title="The calls could not be loaded" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const calls = query.data.pages.flatMap((page) => page.items);
  if (calls.length === 0) return <Nothing filter={filter} onFilter={onFilter} />;
  return (
    <>
      {wide ? <CallTable calls={calls} /> : <CallCards calls={calls} />}
      <div className="flex items-center gap-3">
        {query.hasNextPage ? (
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? 'Loading …' : 'Show older calls'}
          </Button>
        ) : null}
        <p role="status" className="text-xs text-text-3">
          {calls.length} {query.hasNextPage ? 'shown' : 'in all'}.
        </p>
      </div>
    </>
  );
}

function Nothing({ filter, onFilter }: Props) {
  const icon = <PhoneCall aria-hidden className="size-8" />;
  if (filter.state === 'unknown') {
    return (
      <EmptyState
        icon={icon}
        title="The fate of every call is known"
        action={<Button onClick={() => onFilter({})}>Show all calls</Button>}
      >
        A call whose answer was lost, or whose backend went out of sight, waits here until it is found again.
      </EmptyState>
    );
  }
  if (Object.keys(filter).length > 0) {
    return (
      <EmptyState
        icon={icon}
        title="No call fits these filters"
        action={<Button onClick={() => onFilter({})}>Show all calls</Button>}
      >
        New ones that fit appear here by themselves.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title="No calls yet">
      Each try at a task on a backend appears here as it is made.
    </EmptyState>
  );
}
