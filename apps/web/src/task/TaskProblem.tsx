import type { Task, TaskErrorCode } from '@easel/sdk';
import { Button, buttonClass, Callout } from '@easel/ui';
import { AlertTriangle, Ban, Info, RotateCcw, SlidersHorizontal, Trash2 } from 'lucide-react';
import { formatEstimate } from '../app/format';
import { usePictureActions } from '../asset/use-picture-actions';
import { useTaskActions } from './use-task-actions';

/** Failures that asking for something else may mend. */
const CHANGEABLE: TaskErrorCode[] = ['out_of_memory', 'run_timeout', 'invalid_output', 'model_error'];
/** Failures that lie with the place where the model runs. */
const BACKEND_ERRORS: TaskErrorCode[] = [
  'no_backend',
  'backend_lost',
  'start_timeout',
  'cancelled_by_backend',
  'stale',
];

/** Why a task has no result, what to do about it, and the buttons that do it. */
export function TaskProblem({ task }: { task: Task }) {
  const { retry, remove } = useTaskActions();
  const { remix } = usePictureActions();
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
      {isFailed && task.attempt > 1 ? <p className="text-text-2">Tried {task.attempt} times.</p> : null}
      {task.cost_microusd > 0 ? <p className="text-text-2">It cost {formatEstimate(task.cost_microusd)}.</p> : null}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" icon={<RotateCcw aria-hidden className="size-3.5" />} onClick={() => void retry(task)}>
          Try again
        </Button>
        {error && CHANGEABLE.includes(error.code) ? (
          <Button
            size="sm"
            icon={<SlidersHorizontal aria-hidden className="size-3.5" />}
            onClick={() => void remix({ model: task.model, mode: task.mode, input: task.input })}
          >
            Change the settings
          </Button>
        ) : null}
        {error && BACKEND_ERRORS.includes(error.code) ? (
          <a className={buttonClass('secondary', 'sm')} href="/admin/backends">
            See backends
          </a>
        ) : null}
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
