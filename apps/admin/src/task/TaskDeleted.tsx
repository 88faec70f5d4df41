import type { AdminTaskStory } from '@easel/contracts';
import { Button } from '@easel/ui';
import { Undo2 } from 'lucide-react';
import { formatFull } from '../app/format.js';
import { actorLabel } from '../audit/audit-look.js';
import type { TaskActions } from './use-task-actions.js';

/** Who deleted a task, and the way back while there is one. */
export function TaskDeleted({ story, actions }: { story: AdminTaskStory; actions: TaskActions }) {
  if (story.deleted_at === null) return null;
  const by = story.audit.findLast((entry) => entry.action === 'task.delete');
  return (
    <section
      aria-label="Deleted"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-warn-soft px-4 py-3 text-[13px]"
    >
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="font-semibold text-warn">This task was deleted</h2>
        <p>
          {by === undefined ? 'It was deleted' : `${actorLabel(by.actor)} deleted it`} on {formatFull(story.deleted_at)}
          . It can be brought back for 24 hours.
        </p>
      </div>
      <Button
        variant="primary"
        disabled={actions.restore.isPending}
        icon={<Undo2 aria-hidden className="size-4" />}
        onClick={() => actions.restore.mutate(story.task.id)}
      >
        Undo the deletion
      </Button>
    </section>
  );
}
