import type { Task } from '@easel/sdk';
import { Button, IconButton, Popover, Progress } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AlertTriangle, ListOrdered, RotateCcw, Square, X } from 'lucide-react';
import { useState } from 'react';
import { formatAgo } from '../app/format';
import { activeTasksQuery, failedTasksQuery, liveQuery } from './task.queries';
import { nounOf, standingOf, titleOf } from './task-words';
import { useTaskActions } from './use-task-actions';

function ActiveRow({ task, onOpen }: { task: Task; onOpen: () => void }) {
  const { data: live } = useQuery(liveQuery(task.id));
  const { stop } = useTaskActions();
  const { words, progress } = standingOf(task, live);
  return (
    <li className="flex items-center gap-2 px-3 py-2">
      <Link
        to="/"
        search={{ task: task.id }}
        onClick={onOpen}
        className="min-w-0 flex-1 rounded-sm pointer-coarse:min-h-11"
      >
        <p className="truncate text-sm">{titleOf(task)}</p>
        <p className="mb-1 text-xs text-text-3">
          {words}
          {task.count > 1 ? `, ${task.count} ${nounOf(task.type, task.count)}` : ''}
        </p>
        {task.status === 'processing' ? <Progress label={`Progress of ${titleOf(task)}`} value={progress} /> : null}
      </Link>
      <IconButton
        label={`Stop ${titleOf(task)}`}
        disabled={task.cancel_requested_at !== null}
        onClick={() => void stop(task)}
      >
        <Square aria-hidden className="size-3.5 fill-current" />
      </IconButton>
    </li>
  );
}

function FailedRow({ task, onOpen }: { task: Task; onOpen: () => void }) {
  const { retry, remove } = useTaskActions();
  return (
    <li className="flex items-start gap-2 px-3 py-2.5">
      <AlertTriangle aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1 text-[13px]">
        <p className="flex gap-2">
          <span className="min-w-0 truncate text-sm">{titleOf(task)}</span>
          <span className="ml-auto shrink-0 text-xs text-text-3">{formatAgo(task.finished_at ?? task.updated_at)}</span>
        </p>
        <p className="text-bad">{task.error?.message}</p>
        <p className="text-text-2">{task.error?.hint}</p>
        <div className="mt-1.5 flex gap-2">
          <Button
            size="sm"
            icon={<RotateCcw aria-hidden className="size-3.5" />}
            onClick={() => {
              onOpen();
              void retry(task);
            }}
          >
            Try again
          </Button>
          <Button size="sm" icon={<X aria-hidden className="size-3.5" />} onClick={() => void remove(task)}>
            Remove
          </Button>
        </div>
      </div>
    </li>
  );
}

/** The last failure that was looked at, over all tabs. */
const SEEN_KEY = 'easel.seen-failure';
const HEADING = 'px-3 pt-3 pb-1 text-xs font-semibold text-text-3';

/** What waits and runs, with Stop; what failed lately, with its cause and remedy. */
export function Queue() {
  const [isOpen, setIsOpen] = useState(false);
  const [seen, setSeen] = useState(() => localStorage.getItem(SEEN_KEY) ?? '');
  const { data: active = [] } = useQuery(activeTasksQuery());
  const { data: failed = [] } = useQuery(failedTasksQuery());
  const inOrder = [...active].reverse();
  const close = () => setIsOpen(false);
  return (
    <Popover
      open={isOpen}
      onClose={close}
      label="Queue"
      trigger={
        <Button
          variant="ghost"
          aria-expanded={isOpen}
          icon={<ListOrdered aria-hidden className="size-4" />}
          onClick={() => {
            setIsOpen(!isOpen);
            const last = failed[0]?.id ?? seen;
            localStorage.setItem(SEEN_KEY, last);
            setSeen(last);
          }}
        >
          <span className="max-[430px]:sr-only">Queue</span> {active.length}
          {(failed[0]?.id ?? '') > seen ? (
            <span className="size-2 rounded-full bg-bad" role="img" aria-label="something failed" />
          ) : null}
        </Button>
      }
    >
      {active.length === 0 && failed.length === 0 ? (
        <p className="p-5 text-center text-sm text-text-2">Nothing waits, nothing failed.</p>
      ) : null}
      {active.length > 0 ? (
        <>
          <h2 className={HEADING}>Running and waiting</h2>
          <ul className="divide-y divide-line">
            {inOrder.map((task) => (
              <ActiveRow key={task.id} task={task} onOpen={close} />
            ))}
          </ul>
        </>
      ) : null}
      {failed.length > 0 ? (
        <>
          <h2 className={HEADING}>Failed</h2>
          <ul className="divide-y divide-line">
            {failed.slice(0, 10).map((task) => (
              <FailedRow key={task.id} task={task} onOpen={close} />
            ))}
          </ul>
        </>
      ) : null}
    </Popover>
  );
}
