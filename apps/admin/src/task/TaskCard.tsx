import { Link } from '@tanstack/react-router';
import { formatCost, formatMs, formatWhen, shortId } from '../app/format.js';
import { TaskRowActions } from './TaskRowActions.js';
import { TaskActivity } from './TaskStatusBadge.js';
import type { TaskRow } from './task.queries.js';
import type { TaskActions } from './use-task-actions.js';

export const CARD_PX = 116;

/** A task on a phone: the same facts. */
export function TaskCard({ task, actions }: { task: TaskRow; actions: TaskActions }) {
  return (
    <div className="flex h-full gap-2">
      <div className="flex min-w-0 flex-1 flex-col justify-between">
        <TaskActivity task={task} />
        <Link
          to="/tasks/$taskId"
          params={{ taskId: task.id }}
          data-task={task.id}
          className="truncate py-1 font-medium text-text-1 underline-offset-2 hover:underline"
        >
          {task.prompt ?? task.id}
        </Link>
        <p className="truncate text-xs text-text-2">
          <span className="font-mono">{shortId(task.id)}</span> · {task.model_name} · {task.owner.name}
          {task.count > 1 ? ` · × ${task.count}` : ''}
        </p>
        <p className="truncate text-xs text-text-3">
          {formatWhen(task.created_at)} · {task.backend?.label ?? task.lane} · {formatMs(task.run_ms)} · {task.attempt}{' '}
          / {task.max_attempts} · {formatCost(task.cost_microusd)}
        </p>
      </div>
      <div className="flex items-center">
        <TaskRowActions task={task} actions={actions} />
      </div>
    </div>
  );
}
