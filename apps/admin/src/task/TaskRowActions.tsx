import type { Task } from '@easel/sdk';
import { IconButton } from '@easel/ui';
import { RotateCcw, Square } from 'lucide-react';
import { STATUS_LOOK } from './task-status.js';
import type { TaskActions } from './use-task-actions.js';

type Row = Pick<Task, 'id' | 'status' | 'cancel_requested_at'>;

/** Cancel what is not finished; repeat what did not succeed. */
export function TaskRowActions({ task, actions }: { task: Row; actions: TaskActions }) {
  if (!STATUS_LOOK[task.status].final) {
    return (
      <IconButton
        size="sm"
        label={task.cancel_requested_at === null ? 'Cancel task' : 'Stopping'}
        disabled={task.cancel_requested_at !== null}
        onClick={() => actions.cancel.mutate(task.id)}
      >
        <Square aria-hidden className="size-3.5" />
      </IconButton>
    );
  }
  if (task.status === 'done') return null;
  return (
    <IconButton size="sm" label="Retry task" onClick={() => actions.retry.mutate(task.id)}>
      <RotateCcw aria-hidden className="size-3.5" />
    </IconButton>
  );
}
