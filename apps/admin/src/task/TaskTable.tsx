import type { Task } from '@easel/sdk';
import { HeadCell } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import type { VirtualItem } from '@tanstack/react-virtual';
import { formatCost, formatFull, formatMs, formatWhen, shortId } from '../app/format.js';
import { TaskRowActions } from './TaskRowActions.js';
import { TaskActivity } from './TaskStatusBadge.js';
import { promptOf } from './task-status.js';
import type { useTaskActions } from './use-task-actions.js';

export const ROW_PX = 40;
export const HEAD_PX = 36;

const COLUMNS = [
  { name: 'Task', className: 'w-24 sticky left-0 z-20 bg-surface-3' },
  { name: 'Status', className: 'w-60' },
  { name: 'Model · mode', className: 'w-48' },
  { name: 'Prompt', className: '' },
  { name: 'Lane', className: 'w-26' },
  { name: 'Queued', className: 'w-20 text-right' },
  { name: 'Run', className: 'w-20 text-right' },
  { name: 'Total', className: 'w-20 text-right' },
  { name: 'Attempts', className: 'w-20 text-right' },
  { name: 'Cost', className: 'w-22 text-right' },
  { name: 'Created', className: 'w-32' },
  { name: 'Actions', className: 'w-12 sticky right-0 z-20' },
];

interface Props {
  tasks: readonly Task[];
  items: VirtualItem[];
  total_px: number;
  active: string | null;
  onActive: (id: string) => void;
  actions: ReturnType<typeof useTaskActions>;
}

export function TaskTable({ tasks, items, total_px, active, onActive, actions }: Props) {
  const before = items[0]?.start ?? 0;
  const after = total_px - (items.at(-1)?.end ?? 0);
  return (
    <table
      className="w-full min-w-[86rem] table-fixed border-separate border-spacing-0 text-left text-[13px]"
      aria-rowcount={tasks.length + 1}
    >
      <caption className="sr-only">Tasks, newest first</caption>
      <thead className="sticky top-0 z-30 text-text-2">
        <tr>
          {COLUMNS.map((column) => (
            <HeadCell key={column.name} className={`border-b border-line bg-surface-3 ${column.className}`}>
              {column.name === 'Actions' ? <span className="sr-only">Actions</span> : column.name}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        <Space height={before} />
        {items.map((item) => {
          const task = tasks[item.index];
          if (task === undefined) return null;
          return (
            <TaskRow
              key={task.id}
              task={task}
              index={item.index}
              active={task.id === active}
              onActive={onActive}
              actions={actions}
            />
          );
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
}

const Space = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr aria-hidden>
      <td colSpan={COLUMNS.length} style={{ height }} className="p-0" />
    </tr>
  ) : null;

const CELL = 'h-10 border-b border-line px-3 align-middle whitespace-nowrap';

interface RowProps extends Pick<Props, 'onActive' | 'actions'> {
  task: Task;
  index: number;
  active: boolean;
}

function TaskRow({ task, index, active, onActive, actions }: RowProps) {
  const colour = active ? 'bg-surface-3' : 'bg-surface-2 group-hover:bg-surface-3';
  const cell = `${CELL} ${colour}`;
  const number = `${cell} text-right`;
  const prompt = promptOf(task);
  return (
    <tr className="group" aria-rowindex={index + 2}>
      <th scope="row" className={`${cell} sticky left-0 z-10 font-normal`}>
        <Link
          to="/tasks/$taskId"
          params={{ taskId: task.id }}
          data-task={task.id}
          onFocus={() => onActive(task.id)}
          title={task.id}
          className="inline-flex min-h-6 items-center font-mono text-xs text-accent underline-offset-2 hover:underline"
        >
          {shortId(task.id)}
        </Link>
      </th>
      <td className={cell}>
        <TaskActivity task={task} />
      </td>
      <td className={`${cell} truncate`} title={`${task.snapshot.model_name} · ${task.snapshot.mode_label}`}>
        {task.snapshot.model_name} <span className="text-text-3">· {task.snapshot.mode_label}</span>
      </td>
      <td className={`${cell} truncate`} title={prompt}>
        {prompt}
        {task.count > 1 ? <span className="text-text-3"> × {task.count}</span> : null}
      </td>
      <td className={`${cell} text-text-2`}>{task.lane}</td>
      <td className={number}>{formatMs(task.timing.queued_ms)}</td>
      <td className={number}>{formatMs(task.timing.run_ms)}</td>
      <td className={number}>{formatMs(task.timing.total_ms)}</td>
      <td className={number}>
        {task.attempt} <span className="text-text-3">/ {task.max_attempts}</span>
      </td>
      <td className={number}>{formatCost(task.cost_microusd)}</td>
      <td className={`${cell} text-text-2`}>
        <time dateTime={task.created_at} title={formatFull(task.created_at)}>
          {formatWhen(task.created_at)}
        </time>
      </td>
      <td className={`${cell} sticky right-0 z-10 px-1! text-center`}>
        <TaskRowActions task={task} actions={actions} />
      </td>
    </tr>
  );
}
