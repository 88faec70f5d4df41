import type { AdminTaskStory } from '@easel/contracts';
import { EaselError } from '@easel/sdk';
import { Callout, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Info, TriangleAlert } from 'lucide-react';
import { CallError } from '../app/CallError.js';
import { JsonView } from '../app/JsonView.js';
import { Panel } from '../app/Panel.js';
import { useHotkeys } from '../app/use-hotkeys.js';
import { useTitle } from '../app/use-title.js';
import { StoryEntries } from '../audit/StoryEntries.js';
import { Explained, RouteExplained } from '../route/RouteExplained.js';
import { keptFilter } from './kept-filter.js';
import { TaskAttempts } from './TaskAttempts.js';
import { TaskDeleted } from './TaskDeleted.js';
import { TaskDeliveries } from './TaskDeliveries.js';
import { TaskFacts } from './TaskFacts.js';
import { TaskGone } from './TaskGone.js';
import { TaskHeader } from './TaskHeader.js';
import { TaskInput } from './TaskInput.js';
import { TaskOutputs } from './TaskOutputs.js';
import { TaskTimeline, TimeBar } from './TaskTimeline.js';
import { storyQuery } from './task.queries.js';
import { promptOf } from './task-status.js';
import { usePreviews } from './use-previews.js';
import { type TaskActions, useTaskActions } from './use-task-actions.js';

const isGone = (error: unknown) => error instanceof EaselError && [400, 404, 410].includes(error.status);

export function TaskScreen({ id }: { id: string }) {
  const story = useQuery(storyQuery(id));
  const actions = useTaskActions();
  const navigate = useNavigate();
  useHotkeys({ backspace: () => void navigate({ to: '/tasks', search: keptFilter() }) });
  useTitle(story.data ? promptOf(story.data.task) || id : 'Task');
  if (story.data !== undefined && !(story.isError && isGone(story.error))) {
    return <TaskPage story={story.data} actions={actions} onStale={() => void story.refetch()} />;
  }
  return (
    <>
      <h1 className="sr-only">Task</h1>
      {story.isPending ? (
        <Loading />
      ) : isGone(story.error) ? (
        <TaskGone id={id} />
      ) : (
        <CallError title="The task could not be loaded" error={story.error} onRetry={() => void story.refetch()} />
      )}
    </>
  );
}

/** Two columns where there is room; below, one in the order of what is asked first. */
const COLUMN = 'flex flex-col gap-4 max-lg:contents';

interface PageProps {
  story: AdminTaskStory;
  actions: TaskActions;
  onStale: () => void;
}

function TaskPage({ story, actions, onStale }: PageProps) {
  const { task } = story;
  const previews = usePreviews(task.id, task.status === 'processing');
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 px-4 pt-3 pb-10">
      <TaskHeader task={task} deleted={story.deleted_at !== null} actions={actions} />
      <TaskDeleted story={story} actions={actions} />
      {task.error === null ? null : (
        <Callout tone="bad" icon={<TriangleAlert aria-hidden className="size-4" />} title={task.error.message}>
          <p>
            <code className="font-mono text-xs">{task.error.code}</code>, after attempt {task.attempt} of{' '}
            {task.max_attempts}. {task.error.retryable ? 'A repetition may help.' : 'A repetition alone will not help.'}
          </p>
          <p className="mt-1 font-medium">{task.error.hint}</p>
        </Callout>
      )}
      {task.warnings.map((warning) => (
        <Callout
          key={`${warning.code} ${warning.path}`}
          tone="warn"
          icon={<Info aria-hidden className="size-4" />}
          title={warning.message}
        >
          <code className="font-mono text-xs">
            {warning.code}
            {warning.path === undefined ? '' : ` at ${warning.path}`}
          </code>
        </Callout>
      ))}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <div className={COLUMN}>
          {story.route === null ? null : (
            <Panel title="Where it goes and why" className="max-lg:order-1">
              <Explained route={story.route} />
            </Panel>
          )}
          <Panel title="Timeline" className="max-lg:order-2">
            <TimeBar task={task} />
            <TaskTimeline story={story} />
          </Panel>
          <Panel title="Attempts" className="max-lg:order-3">
            <TaskAttempts attempts={story.attempts} />
          </Panel>
          {task.status === 'processing' ? (
            <Panel title="Where another attempt would go" className="max-lg:order-3">
              <RouteExplained ask={{ task_id: task.id }} />
            </Panel>
          ) : null}
          {story.deliveries.length === 0 ? null : (
            <Panel title="Webhook deliveries" className="max-lg:order-6">
              <TaskDeliveries deliveries={story.deliveries} />
            </Panel>
          )}
          <Panel title="Who did what to it" className="max-lg:order-6">
            <StoryEntries entries={[...story.audit].reverse()} />
          </Panel>
        </div>
        <div className={COLUMN}>
          <Panel
            title={task.count === 1 ? 'Output' : `Outputs (${task.outputs.length} of ${task.count})`}
            className="max-lg:order-1"
          >
            <TaskOutputs task={task} previews={previews} onStale={onStale} />
          </Panel>
          <Panel title="Input" className="max-lg:order-4">
            <TaskInput task={task} />
          </Panel>
          <Panel title="Facts" className="max-lg:order-5">
            <TaskFacts story={story} />
          </Panel>
          <div className="max-lg:order-7">
            <JsonView title="Task as JSON" value={task} />
          </div>
        </div>
      </div>
    </div>
  );
}

const Loading = () => (
  <div role="status" className="mx-auto flex h-full max-w-7xl flex-col gap-4 overflow-hidden p-4">
    <span className="text-[13px] text-text-2">Loading the task …</span>
    <Skeleton className="h-16 shrink-0" />
    <div className="grid gap-4 lg:grid-cols-[5fr_3fr]">
      <Skeleton className="h-96" />
      <Skeleton className="h-96" />
    </div>
  </div>
);
