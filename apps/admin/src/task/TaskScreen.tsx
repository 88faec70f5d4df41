import type { Task } from '@easel/sdk';
import { EaselError } from '@easel/sdk';
import { Callout, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { CallError, explain } from '../app/CallError.js';
import { formatCost, formatFull } from '../app/format.js';
import { JsonView } from '../app/JsonView.js';
import { Facts, Panel } from '../app/Panel.js';
import { useHotkeys } from '../app/use-hotkeys.js';
import { useTitle } from '../app/use-title.js';
import { RouteExplained } from '../route/RouteExplained.js';
import { keptFilter } from './kept-filter.js';
import { TaskAttempts } from './TaskAttempts.js';
import { TaskGone } from './TaskGone.js';
import { TaskHeader } from './TaskHeader.js';
import { TaskInput } from './TaskInput.js';
import { TaskOutputs } from './TaskOutputs.js';
import { TaskTimeline, TimeBar } from './TaskTimeline.js';
import { taskQuery } from './task.queries.js';
import { promptOf } from './task-status.js';
import { type TaskActions, useTaskActions } from './use-task-actions.js';
import { useTaskHistory } from './use-task-history.js';

const isGone = (error: unknown) => error instanceof EaselError && [400, 404, 410].includes(error.status);

export function TaskScreen({ id }: { id: string }) {
  const query = useQuery(taskQuery(id));
  const actions = useTaskActions();
  const navigate = useNavigate();
  useHotkeys({ backspace: () => void navigate({ to: '/tasks', search: keptFilter() }) });
  useTitle(query.data ? promptOf(query.data) || id : 'Task');
  if (query.data === undefined || (query.isError && isGone(query.error))) {
    return (
      <>
        <h1 className="sr-only">Task</h1>
        {query.isPending ? <Loading /> : null}
        {query.isError && isGone(query.error) ? (
          <TaskGone id={id} was_here={query.data !== undefined} actions={actions} />
        ) : null}
        {query.isError && !isGone(query.error) ? (
          <CallError title="The task could not be loaded" error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
      </>
    );
  }
  return <TaskPage task={query.data} actions={actions} onStale={() => void query.refetch()} />;
}

/** Two columns where there is room; below, one in the order of what is asked first. */
const COLUMN = 'flex flex-col gap-4 max-lg:contents';

interface PageProps {
  task: Task;
  actions: TaskActions;
  onStale: () => void;
}

function TaskPage({ task, actions, onStale }: PageProps) {
  const [replay, setReplay] = useState(0);
  const history = useTaskHistory(task.id, replay);
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 px-4 pt-3 pb-10">
      <TaskHeader task={task} actions={actions} />
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
          {task.status === 'pending' ? (
            <Panel title="Where it goes and why" className="max-lg:order-1">
              <RouteExplained ask={{ task_id: task.id }} />
            </Panel>
          ) : null}
          <Panel title="Timeline" className="max-lg:order-2">
            <TimeBar task={task} />
            <TaskTimeline versions={[...history.versions, task]} />
            {history.error === null ? null : (
              <p role="alert" className="mt-2 text-[13px] text-bad">
                Earlier changes could not be read: {explain(history.error)}{' '}
                <button type="button" className="text-accent underline" onClick={() => setReplay(replay + 1)}>
                  Read again
                </button>
              </p>
            )}
          </Panel>
          <Panel title="Attempts" className="max-lg:order-3">
            <TaskAttempts id={task.id} model={task.model} />
          </Panel>
          {task.status === 'processing' ? (
            <Panel title="Where another attempt would go" className="max-lg:order-3">
              <RouteExplained ask={{ task_id: task.id }} />
            </Panel>
          ) : null}
        </div>
        <div className={COLUMN}>
          <Panel
            title={task.count === 1 ? 'Output' : `Outputs (${task.outputs.length} of ${task.count})`}
            className="max-lg:order-1"
          >
            <TaskOutputs task={task} previews={history.previews} onStale={onStale} />
          </Panel>
          <Panel title="Input" className="max-lg:order-4">
            <TaskInput task={task} />
          </Panel>
          <Panel title="Facts" className="max-lg:order-5">
            <TaskFacts task={task} />
          </Panel>
          <div className="max-lg:order-6">
            <JsonView title="Task as JSON" value={task} />
          </div>
        </div>
      </div>
    </div>
  );
}

function TaskFacts({ task }: { task: Task }) {
  const link = 'text-accent underline underline-offset-2';
  return (
    <Facts
      items={[
        [
          'Model',
          <Link key="model" to="/models/$modelId" params={{ modelId: task.model }} className={link}>
            {task.snapshot.model_name}
          </Link>,
        ],
        ['Mode', `${task.snapshot.mode_label} (${task.type})`],
        ['Lane', task.lane],
        ['Cost, estimate', formatCost(task.cost_microusd)],
        ['Version', task.version],
        ['Created', formatFull(task.created_at)],
        ['Started', task.started_at === null ? '–' : formatFull(task.started_at)],
        ['Finished', task.finished_at === null ? '–' : formatFull(task.finished_at)],
        ...(task.cancel_requested_at === null ? [] : [['Cancel asked', formatFull(task.cancel_requested_at)] as const]),
        ...(task.retry_of === null
          ? []
          : [
              [
                'Retry of',
                <Link
                  key="retry"
                  to="/tasks/$taskId"
                  params={{ taskId: task.retry_of }}
                  className={`${link} font-mono text-xs break-all`}
                >
                  {task.retry_of}
                </Link>,
              ] as const,
            ]),
        ...Object.entries(task.metadata).map(([name, value]) => [name, value] as const),
      ]}
    />
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
