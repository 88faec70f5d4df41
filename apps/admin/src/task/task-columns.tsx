import type { Task } from '@easel/sdk';
import { Link } from '@tanstack/react-router';
import { formatCost, formatFull, formatMs, formatWhen, shortId } from '../app/format.js';
import type { Column } from '../app/VirtualTable.js';
import { TaskRowActions } from './TaskRowActions.js';
import { TaskActivity } from './TaskStatusBadge.js';
import { promptOf } from './task-status.js';
import type { TaskActions } from './use-task-actions.js';

/** What the list tells of a task. */
export const taskColumns = (actions: TaskActions): Column<Task>[] => [
  {
    name: 'Task',
    width: 'w-24',
    pinned: 'left',
    title: (task) => task.id,
    cell: (task) => (
      <Link
        to="/tasks/$taskId"
        params={{ taskId: task.id }}
        data-task={task.id}
        className="inline-flex min-h-6 items-center font-mono text-xs text-accent underline-offset-2 hover:underline"
      >
        {shortId(task.id)}
      </Link>
    ),
  },
  { name: 'Status', width: 'w-60', cell: (task) => <TaskActivity task={task} /> },
  {
    name: 'Model · mode',
    width: 'w-48',
    title: (task) => `${task.snapshot.model_name} · ${task.snapshot.mode_label}`,
    cell: (task) => (
      <>
        {task.snapshot.model_name} <span className="text-text-3">· {task.snapshot.mode_label}</span>
      </>
    ),
  },
  {
    name: 'Prompt',
    title: promptOf,
    cell: (task) => (
      <>
        {promptOf(task)}
        {task.count > 1 ? <span className="text-text-3"> × {task.count}</span> : null}
      </>
    ),
  },
  { name: 'Lane', width: 'w-26', cell: (task) => <span className="text-text-2">{task.lane}</span> },
  { name: 'Queued', width: 'w-20', align: 'right', cell: (task) => formatMs(task.timing.queued_ms) },
  { name: 'Run', width: 'w-20', align: 'right', cell: (task) => formatMs(task.timing.run_ms) },
  { name: 'Total', width: 'w-20', align: 'right', cell: (task) => formatMs(task.timing.total_ms) },
  {
    name: 'Attempts',
    width: 'w-20',
    align: 'right',
    cell: (task) => (
      <>
        {task.attempt} <span className="text-text-3">/ {task.max_attempts}</span>
      </>
    ),
  },
  { name: 'Cost', width: 'w-22', align: 'right', cell: (task) => formatCost(task.cost_microusd) },
  {
    name: 'Created',
    width: 'w-32',
    cell: (task) => (
      <time dateTime={task.created_at} title={formatFull(task.created_at)} className="text-text-2">
        {formatWhen(task.created_at)}
      </time>
    ),
  },
  {
    name: 'Actions',
    width: 'w-14',
    pinned: 'right',
    quiet: true,
    cell: (task) => <TaskRowActions task={task} actions={actions} />,
  },
];
