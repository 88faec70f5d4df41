import { buttonClass, EmptyState } from '@easel/ui';
import { Link } from '@tanstack/react-router';

/** A task that is not there: the log may still know what it was. */
export function TaskGone({ id }: { id: string }) {
  return (
    <EmptyState
      title="This task is not here"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Link to="/things/$thingId" params={{ thingId: id }} className={buttonClass('primary')}>
            What was it?
          </Link>
          <Link to="/tasks" search={{}} className={buttonClass()}>
            All tasks
          </Link>
        </div>
      }
    >
      <code className="font-mono text-xs break-all">{id}</code> never existed, or it was deleted more than 24 hours ago.
      Of a deleted task the audit log still tells who deleted it.
    </EmptyState>
  );
}
