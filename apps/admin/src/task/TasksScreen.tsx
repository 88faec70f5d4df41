import { Button, EmptyState } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTitle } from '../app/use-title.js';
import { VirtualList } from '../app/VirtualList.js';
import { keepFilter } from './kept-filter.js';
import { CARD_PX, TaskCard } from './TaskCard.js';
import { TaskFilters } from './TaskFilters.js';
import { taskListQuery } from './task.queries.js';
import { taskColumns } from './task-columns.js';
import type { TaskFilter } from './task-filter.js';
import { useNewestTasks } from './use-newest-tasks.js';
import { useTaskActions } from './use-task-actions.js';

interface Props {
  filter: TaskFilter;
  onFilter: (filter: TaskFilter) => void;
}

export function TasksScreen({ filter, onFilter }: Props) {
  useTitle('Tasks');
  useEffect(() => keepFilter(filter), [filter]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-col gap-2.5 px-4 pt-3 pb-3">
        <h1 className="sr-only">Tasks</h1>
        <TaskFilters filter={filter} onChange={onFilter} />
      </div>
      {/* Another filter is another list, with a place of its own. */}
      <TaskList key={JSON.stringify(filter)} filter={filter} onFilter={onFilter} />
    </div>
  );
}

function TaskList({ filter, onFilter }: Props) {
  const list = useInfiniteQuery(taskListQuery(filter));
  useNewestTasks(filter, list.data?.pages.length ?? 0);
  const actions = useTaskActions();
  const columns = useMemo(() => taskColumns(actions), [actions]);
  return (
    <VirtualList
      noun="tasks"
      list={list}
      columns={columns}
      least="min-w-[84rem]"
      card={(task) => <TaskCard task={task} actions={actions} />}
      card_px={CARD_PX}
      empty={<Nothing filter={filter} onFilter={onFilter} />}
    />
  );
}

function Nothing({ filter, onFilter }: Props) {
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
