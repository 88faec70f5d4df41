import { Link } from '@tanstack/react-router';
import { formatCost, formatFull, formatMs, formatWhen, shortId } from '../app/format.js';
import type { Column } from '../app/VirtualTable.js';
import { TaskRowActions } from './TaskRowActions.js';
import { TaskActivity } from './TaskStatusBadge.js';
import type { TaskRow } from './task.queries.js';
import type { TaskActions } from './use-task-actions.js';

/** Who made it: a person, or with which key. */
const ownerOf = ({ owner, key }: TaskRow) => (key === null ? owner.name : `${owner.name} · key ${key.name}`);

/** What the list tells of a task. */
export const taskColumns = (actions: TaskActions): Column<TaskRow>[] => [
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
  { name: 'Status', width: 'w-52', cell: (task) => <TaskActivity task={task} /> },
  {
    name: 'Model · mode',
    width: 'w-44',
    title: (task) => `${task.model_name} · ${task.mode}`,
    cell: (task) => (
      <>
        {task.model_name} <span className="text-text-3">· {task.mode}</span>
      </>
    ),
  },
  {
    name: 'Prompt',
    title: (task) => task.prompt ?? '',
    cell: (task) => (
      <>
        {task.prompt ?? '–'}
        {task.count > 1 ? <span className="text-text-3"> × {task.count}</span> : null}
      </>
    ),
  },
  {
    name: 'Owner',
    width: 'w-36',
    title: ownerOf,
    cell: (task) => (
      <Link
        to="/tasks"
        search={(before) => ({ ...before, owner_id: task.owner.id })}
        className="underline-offset-2 hover:underline"
      >
        {ownerOf(task)}
      </Link>
    ),
  },
  {
    name: 'Backend',
    width: 'w-32',
    title: (task) => task.backend?.label ?? '',
    cell: (task) =>
      task.backend === null ? (
        '–'
      ) : (
        <Link
          to="/backends/$backendId"
          params={{ backendId: task.backend.id }}
          search={{}}
          className="underline-offset-2 hover:underline"
        >
          {task.backend.label}
        </Link>
      ),
  },
  { name: 'Waited', width: 'w-20', align: 'right', cell: (task) => formatMs(task.wait_ms) },
  { name: 'Run', width: 'w-20', align: 'right', cell: (task) => formatMs(task.run_ms) },
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
