import type { Task } from '@easel/sdk';
import { Link } from '@tanstack/react-router';
import type { VirtualItem } from '@tanstack/react-virtual';
import { formatCost, formatMs, formatWhen, shortId } from '../app/format.js';
import { TaskRowActions } from './TaskRowActions.js';
import { TaskActivity } from './TaskStatusBadge.js';
import { promptOf } from './task-status.js';
import type { useTaskActions } from './use-task-actions.js';

export const CARD_PX = 116;

interface Props {
  tasks: readonly Task[];
  items: VirtualItem[];
  total_px: number;
  onActive: (id: string) => void;
  actions: ReturnType<typeof useTaskActions>;
}

/** The list on a phone: the same facts, one card a task. */
export function TaskCards({ tasks, items, total_px, onActive, actions }: Props) {
  return (
    <ul aria-label="Tasks, newest first" className="relative" style={{ height: total_px }}>
      {items.map((item) => {
        const task = tasks[item.index];
        if (task === undefined) return null;
        return (
          <li
            key={task.id}
            className="absolute inset-x-0 flex gap-2 border-b border-line bg-surface-2 px-4 py-2.5"
            style={{ height: CARD_PX, transform: `translateY(${item.start}px)` }}
          >
            <div className="flex min-w-0 flex-1 flex-col justify-between">
              <TaskActivity task={task} />
              <Link
                to="/tasks/$taskId"
                params={{ taskId: task.id }}
                data-task={task.id}
                onFocus={() => onActive(task.id)}
                className="truncate py-1 font-medium text-text-1 underline-offset-2 hover:underline"
              >
                {promptOf(task) || task.id}
              </Link>
              <p className="truncate text-xs text-text-2">
                <span className="font-mono">{shortId(task.id)}</span> · {task.snapshot.model_name} ·{' '}
                {task.snapshot.mode_label}
                {task.count > 1 ? ` × ${task.count}` : ''}
              </p>
              <p className="truncate text-xs text-text-3">
                {formatWhen(task.created_at)} · {task.lane} · {formatMs(task.timing.total_ms)} · {task.attempt} /{' '}
                {task.max_attempts} · {formatCost(task.cost_microusd)}
              </p>
            </div>
            <div className="flex items-center">
              <TaskRowActions task={task} actions={actions} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
