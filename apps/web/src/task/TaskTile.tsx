import type { Task } from '@easel/sdk';
import { classNames, IconButton, PictureFrame } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AlertTriangle, Ban, Clock, Play, Square } from 'lucide-react';
import { DRAGGED_ASSET } from '../asset/dragged-asset';
import { liveQuery } from './task.queries';
import { nounOf, standingOf, titleOf } from './task-words';
import { useTaskActions } from './use-task-actions';

function Face({ task }: { task: Task }) {
  const { data: live } = useQuery(liveQuery(task.id));
  const [output] = task.outputs;
  if (task.status === 'failed') return <AlertTriangle aria-hidden className="size-5 text-bad" />;
  if (output) {
    return (
      <>
        <PictureFrame
          src={output.preview_url}
          alt=""
          width={output.width}
          height={output.height}
          draggable={false}
          className="size-full object-cover"
        />
        {output.type === 'video' ? (
          <Play
            aria-hidden
            className="absolute bottom-1 left-1 size-4 rounded-sm bg-surface-1 fill-text-1 p-0.5 text-text-1"
          />
        ) : null}
      </>
    );
  }
  if (task.status === 'cancelled' || task.status === 'done') return <Ban aria-hidden className="size-5 text-text-3" />;
  const { progress } = standingOf(task, live);
  const preview = live?.previews[0];
  return (
    <>
      {preview ? (
        <img src={preview} alt="" className="size-full object-cover" />
      ) : (
        <Clock aria-hidden className={classNames('size-5 text-text-3', task.status === 'processing' && 'ui-pulse')} />
      )}
      {progress !== null ? (
        <span className="absolute inset-x-0 bottom-0 h-1 bg-surface-4">
          <span className="block h-full bg-accent" style={{ width: `${progress}%` }} />
        </span>
      ) : null}
    </>
  );
}

/** A task in the strip: its picture or its state, with Stop while it has not ended. */
export function TaskTile({ task, isCurrent }: { task: Task; isCurrent: boolean }) {
  const { stop } = useTaskActions();
  const { data: live } = useQuery(liveQuery(task.id));
  const isOpen = task.status === 'pending' || task.status === 'processing';
  const words = isOpen ? standingOf(task, live).words : (task.error?.message ?? task.status);
  return (
    <li className="group relative size-16 shrink-0 pointer-coarse:size-18">
      <Link
        to="/"
        search={{ task: task.id }}
        replace
        title={`${titleOf(task)}: ${words}`}
        aria-label={`${titleOf(task)}, ${task.count > 1 ? `${task.count} ${nounOf(task.type, task.count)}, ` : ''}${task.status}`}
        aria-current={isCurrent || undefined}
        onDragStart={(event) => {
          const [output] = task.outputs;
          if (output) event.dataTransfer.setData(DRAGGED_ASSET, output.id);
        }}
        className={classNames(
          'relative grid size-full place-items-center overflow-hidden rounded-md bg-surface-3',
          isCurrent && 'outline-2 outline-offset-1 outline-accent',
        )}
      >
        <Face task={task} />
        {task.count > 1 ? (
          <span className="absolute right-1 bottom-1 rounded-sm bg-surface-1 px-1 text-[11px] leading-4 text-text-1">
            {task.count}
          </span>
        ) : null}
      </Link>
      {isOpen && task.cancel_requested_at === null ? (
        <IconButton
          label={`Stop ${titleOf(task)}`}
          size="sm"
          variant="secondary"
          className="absolute top-0 right-0 size-8! items-start! justify-end! border-0! bg-transparent! p-1 pointer-coarse:size-11!"
          onClick={() => void stop(task)}
        >
          <span className="grid size-6 place-items-center rounded-sm bg-surface-4 text-text-1">
            <Square aria-hidden className="size-3 fill-current" />
          </span>
        </IconButton>
      ) : null}
    </li>
  );
}
