import { Button, EmptyState, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowUp, ListChecks } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { CallError } from '../app/CallError.js';
import { useMedia } from '../app/use-media.js';
import { useTitle } from '../app/use-title.js';
import { keepFilter } from './kept-filter.js';
import { CARD_PX, TaskCards } from './TaskCards.js';
import { TaskFilters } from './TaskFilters.js';
import { HEAD_PX, ROW_PX, TaskTable } from './TaskTable.js';
import { taskListQuery } from './task.queries.js';
import type { TaskFilter } from './task-filter.js';
import { useRowKeys } from './use-row-keys.js';
import { useTaskActions } from './use-task-actions.js';
import { useTaskWindow } from './use-task-window.js';

export function TasksScreen({ filter, onFilter }: { filter: TaskFilter; onFilter: (filter: TaskFilter) => void }) {
  useTitle('Tasks');
  useEffect(() => keepFilter(filter), [filter]);
  const search = useRef<HTMLInputElement>(null);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-col gap-2.5 px-4 pt-3 pb-3">
        <h1 className="sr-only">Tasks</h1>
        <TaskFilters filter={filter} onChange={onFilter} searchRef={search} />
      </div>
      {/* Another filter is another list, with a place of its own. */}
      <TaskList key={JSON.stringify(filter)} filter={filter} onFilter={onFilter} searchRef={search} />
    </div>
  );
}

interface ListProps {
  filter: TaskFilter;
  onFilter: (filter: TaskFilter) => void;
  searchRef: React.RefObject<HTMLInputElement | null>;
}

function TaskList({ filter, onFilter, searchRef }: ListProps) {
  const wide = useMedia('(min-width: 768px)');
  const row_px = wide ? ROW_PX : CARD_PX;
  const list = useInfiniteQuery(taskListQuery(filter));
  const actions = useTaskActions();
  const tasks = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const more = list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : null;
  const view = useTaskWindow({
    tasks,
    row_px,
    head_px: wide ? HEAD_PX : 0,
    fetching: list.isFetching,
    pages: list.data?.pages.length ?? 0,
    more,
  });
  const { active, setActive } = useRowKeys({
    tasks,
    scroller: view.scroller,
    searchRef,
    reveal: view.reveal,
  });

  if (list.isPending) return <Loading />;
  if (list.isError && tasks.length === 0) {
    return <CallError title="The tasks could not be loaded" error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (tasks.length === 0) return <Nothing filter={filter} onFilter={onFilter} />;
  const items = view.rows.getVirtualItems();
  const shared = { tasks, items, total_px: view.rows.getTotalSize(), onActive: setActive, actions };
  return (
    <div className="relative min-h-0 flex-1 border-t border-line">
      {view.unseen > 0 ? (
        <div className="absolute inset-x-0 top-11 z-40 flex justify-center">
          <Button
            size="sm"
            variant="primary"
            className="shadow-pop"
            icon={<ArrowUp aria-hidden className="size-3.5" />}
            onClick={view.toTop}
          >
            {view.unseen} new
          </Button>
        </div>
      ) : null}
      <div
        ref={view.scroller}
        onScroll={view.onScroll}
        className="absolute inset-0 overflow-auto [overflow-anchor:none]"
      >
        {wide ? <TaskTable {...shared} active={active} /> : <TaskCards {...shared} />}
        <p role="status" className="sticky left-0 px-4 py-3 text-xs text-text-3">
          {list.isFetchingNextPage
            ? 'Loading older tasks …'
            : list.hasNextPage
              ? 'Scroll for older tasks.'
              : `${tasks.length} in all.`}
        </p>
      </div>
    </div>
  );
}

const SHAPES = Array.from({ length: 14 }, (_, index) => `row-${index}`);

const Loading = () => (
  <div role="status" className="flex flex-col gap-2 overflow-hidden border-t border-line p-4">
    <span className="text-[13px] text-text-2">Loading tasks …</span>
    {SHAPES.map((shape) => (
      <Skeleton key={shape} className="h-8 shrink-0" />
    ))}
  </div>
);

function Nothing({ filter, onFilter }: Pick<ListProps, 'filter' | 'onFilter'>) {
  const icon = <ListChecks aria-hidden className="size-8" />;
  if (Object.keys(filter).length > 0) {
    return (
      <EmptyState
        icon={icon}
        title="No task fits these filters"
        action={<Button onClick={() => onFilter({})}>Show all tasks</Button>}
      >
        New ones that fit appear here by themselves.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={icon}
      title="No tasks yet"
      action={
        <a className="text-accent underline" href="/">
          Open the studio
        </a>
      }
    >
      Every task of the studio, the SDK and the command line appears here the moment it is created. Make a first picture
      in the studio, or run <code className="font-mono text-[13px]">easel smoke --url {location.origin}</code>.
    </EmptyState>
  );
}
