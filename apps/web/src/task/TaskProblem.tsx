import type { Task } from '@easel/sdk';
import { Button, Callout } from '@easel/ui';
import { AlertTriangle, Ban, Info, RotateCcw, Trash2 } from 'lucide-react';
import { useTaskActions } from './use-task-actions';

/** Why a task has no result, what to do about it, and the buttons that do it. */
export function TaskProblem({ task }: { task: Task }) {
  const { retry, remove } = useTaskActions();
  if (task.status !== 'failed' && task.status !== 'cancelled') return null;
  const { error } = task;
  const isFailed = task.status === 'failed';
  return (
    <Callout
      tone={isFailed ? 'bad' : 'neutral'}
      icon={isFailed ? <AlertTriangle aria-hidden className="size-4" /> : <Ban aria-hidden className="size-4" />}
      title={isFailed ? (error?.message ?? 'The task failed.') : 'Stopped.'}
    >
      {isFailed && error ? <p>{error.hint}</p> : null}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" icon={<RotateCcw aria-hidden className="size-3.5" />} onClick={() => void retry(task)}>
          Try again
        </Button>
        <Button size="sm" icon={<Trash2 aria-hidden className="size-3.5" />} onClick={() => void remove(task)}>
          Remove
        </Button>
      </div>
    </Callout>
  );
}

/** What was accepted but deserves a word. */
export function TaskWarnings({ task }: { task: Task }) {
  return task.warnings.map((warning) => (
    <Callout key={`${warning.code} ${warning.path ?? ''}`} tone="warn" icon={<Info aria-hidden className="size-4" />}>
      {warning.message}
    </Callout>
  ));
}
