import type { Task } from '@easel/sdk';
import { Badge, Progress } from '@easel/ui';
import { Ban, Check, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react';
import { activityOf, STATUS_LOOK } from './task-status.js';

const ICONS = {
  pending: CircleDashed,
  processing: LoaderCircle,
  done: Check,
  failed: TriangleAlert,
  cancelled: Ban,
} as const satisfies Record<Task['status'], unknown>;

/** What the state is read from: a task, or a row of the list of all tasks. */
export type Active = Pick<Task, 'id' | 'status' | 'stage' | 'progress' | 'error' | 'cancel_requested_at'> &
  Partial<Pick<Task, 'step' | 'total_steps' | 'queue_position'>>;

export function TaskStatusBadge({ task }: { task: Pick<Task, 'status'> }) {
  const Icon = ICONS[task.status];
  const look = STATUS_LOOK[task.status];
  return (
    <Badge tone={look.tone}>
      <Icon aria-hidden className={`size-3.5 ${task.status === 'processing' ? 'motion-safe:animate-spin' : ''}`} />
      {look.label}
    </Badge>
  );
}

/** The state, and while it is not final what is going on. */
export function TaskActivity({ task }: { task: Active }) {
  const activity = activityOf(task);
  const note = task.status === 'failed' ? (task.error?.code.replaceAll('_', ' ') ?? null) : activity;
  return (
    <div className="flex min-w-0 items-center gap-2">
      <TaskStatusBadge task={task} />
      {note === null ? null : (
        <div className="min-w-0 flex-1">
          <p className="truncate text-xs text-text-2" title={note}>
            {note}
          </p>
          {task.status === 'processing' ? (
            <Progress label={`Progress of ${task.id}`} value={task.progress} className="mt-0.5 h-1!" />
          ) : null}
        </div>
      )}
    </div>
  );
}
