import type { Model, Task } from '@easel/sdk';
import { Button, EmptyState, ErrorState, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Brush } from 'lucide-react';
import { Suspense } from 'react';
import { explainError } from '../app/explain-error';
import { part } from '../app/part';
import { ExamplePrompts } from './ExamplePrompts';
import { TaskTile } from './TaskTile';
import { recentTasksQuery } from './task.queries';

const SHOWN = 20;

// The form is shown without it, and it comes while the tasks are asked for.
const TaskView = part(() => import('./TaskView'));
void TaskView.preload();
const Loading = () => <Skeleton className="m-auto aspect-square w-[min(60%,60vh)]" />;

export interface ResultProps {
  model: Model;
  task: Task | undefined;
  isError: boolean;
  isWide: boolean;
}

/** What the place for the result shows: the task in sight, or why there is none. */
export function Result({ model, task, isError, isWide }: ResultProps) {
  const recent = useQuery(recentTasksQuery());
  if (task) {
    return (
      <Suspense fallback={<Loading />}>
        <TaskView task={task} isWide={isWide} />
      </Suspense>
    );
  }
  if (isError) {
    return (
      <EmptyState className="m-auto" title="This task is not here">
        It may have been deleted. Choose another one below, or make a new picture.
      </EmptyState>
    );
  }
  if (recent.isError) {
    return (
      <ErrorState
        className="m-auto"
        title="Your pictures could not be read"
        action={<Button onClick={() => void recent.refetch()}>Try again</Button>}
      >
        {explainError(recent.error)}
      </ErrorState>
    );
  }
  if (recent.isPending) return <Loading />;
  return (
    <EmptyState
      className="m-auto"
      icon={<Brush aria-hidden className="size-8" />}
      title="Describe a picture, then generate it"
      action={<ExamplePrompts model={model} />}
    >
      {model.description} Or begin with one of these:
    </EmptyState>
  );
}

/** The last tasks, with those that still run: the queue beside the form. */
export function Strip({ current }: { current: Task | undefined }) {
  const { data: recent = [] } = useQuery(recentTasksQuery());
  if (recent.length === 0) return null;
  return (
    <nav aria-label="Last tasks" className="shrink-0 border-t border-line bg-surface-2">
      <ul className="flex gap-2 overflow-x-auto p-2.5">
        {recent.slice(0, SHOWN).map((task) => (
          <TaskTile key={task.id} task={task} isCurrent={task.id === current?.id} />
        ))}
      </ul>
    </nav>
  );
}
