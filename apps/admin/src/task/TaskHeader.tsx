import type { Task } from '@easel/sdk';
import { Button, CopyButton } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, RotateCcw, Square, Trash2 } from 'lucide-react';
import { keptFilter } from './kept-filter.js';
import { TaskActivity } from './TaskStatusBadge.js';
import { promptOf, STATUS_LOOK } from './task-status.js';
import type { TaskActions } from './use-task-actions.js';

interface Props {
  task: Task;
  deleted: boolean;
  actions: TaskActions;
}

export function TaskHeader({ task, deleted, actions }: Props) {
  const { final } = STATUS_LOOK[task.status];
  const icon = 'size-4';
  return (
    <header className="flex flex-col gap-3">
      <Link
        to="/tasks"
        search={keptFilter()}
        className="inline-flex min-h-6 items-center gap-1 self-start text-[13px] text-text-2 hover:text-text-1 pointer-coarse:min-h-11"
      >
        <ChevronLeft aria-hidden className="size-4" />
        Tasks
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="line-clamp-3 text-lg leading-snug font-semibold text-balance [overflow-wrap:anywhere]">
            {promptOf(task) || `${task.snapshot.model_name}, ${task.snapshot.mode_label}`}
          </h1>
          <p className="mt-1 flex flex-wrap items-center text-[13px] text-text-2">
            <code className="font-mono text-xs break-all">{task.id}</code>
            <CopyButton text={task.id} label="Copy the task's id" />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {final ? (
            <Button
              icon={<RotateCcw aria-hidden className={icon} />}
              disabled={actions.retry.isPending}
              onClick={() => actions.retry.mutate(task.id)}
            >
              {task.status === 'done' ? 'Run again' : 'Retry'}
            </Button>
          ) : (
            <Button
              icon={<Square aria-hidden className={icon} />}
              disabled={task.cancel_requested_at !== null}
              onClick={() => actions.cancel.mutate(task.id)}
            >
              {task.cancel_requested_at === null ? 'Cancel' : 'Stopping …'}
            </Button>
          )}
          {deleted ? null : (
            <Button
              variant="danger"
              icon={<Trash2 aria-hidden className={icon} />}
              disabled={actions.remove.isPending}
              onClick={() => actions.remove.mutate(task.id)}
            >
              Delete
            </Button>
          )}
        </div>
      </div>
      <div className="max-w-sm">
        <TaskActivity task={task} />
      </div>
    </header>
  );
}
