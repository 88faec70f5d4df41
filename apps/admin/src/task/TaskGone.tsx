import { Button, buttonClass, EmptyState } from '@easel/ui';
import { Link } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import type { TaskActions } from './use-task-actions.js';

/** A task that is not there: perhaps deleted, and then it can be brought back for a day. */
interface Props {
  id: string;
  /** It was on the screen a moment ago. */
  was_here: boolean;
  actions: TaskActions;
}

export function TaskGone({ id, was_here, actions }: Props) {
  return (
    <EmptyState
      title={was_here ? 'This task was deleted' : 'This task is not here'}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button
            variant="primary"
            disabled={actions.restore.isPending}
            icon={<Undo2 aria-hidden className="size-4" />}
            onClick={() => actions.restore.mutate(id)}
          >
            Undo the deletion
          </Button>
          <Link to="/tasks" search={{}} className={buttonClass()}>
            All tasks
          </Link>
        </div>
      }
    >
      <p>
        <code className="font-mono text-xs break-all">{id}</code>{' '}
        {was_here ? 'and its outputs are hidden now.' : 'was deleted, belongs to someone else, or never existed.'} A
        deleted task can be brought back for 24 hours.
      </p>
    </EmptyState>
  );
}
