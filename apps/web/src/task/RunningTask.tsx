import type { Task } from '@easel/sdk';
import { Button, Progress } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Square } from 'lucide-react';
import { useNow } from '../app/use-now';
import { modelListQuery } from '../model/model.queries';
import { attemptsQuery, liveQuery } from './task.queries';
import { elapsedWords, standingOf } from './task-words';
import { useTaskActions } from './use-task-actions';

/** After this long, or from the second try on, it is worth asking what was tried where. */
const CURIOUS_AFTER_MS = 5000;

/** What runs: the stage in words, why it waits if it does, how long it has taken, the step as a bar, and Stop. */
export function RunningTask({ task }: { task: Task }) {
  const { data: live } = useQuery(liveQuery(task.id));
  const { data: models } = useQuery(modelListQuery());
  const now = useNow(true);
  const isOld = now - Date.parse(task.created_at) > CURIOUS_AFTER_MS;
  const { data: attempts } = useQuery({ ...attemptsQuery(task), enabled: isOld || task.attempt > 1 });
  const { stop } = useTaskActions();
  const model = models?.find((m) => m.id === task.model);
  const { words, trouble, progress } = standingOf(task, live, { model, attempts }, now);
  return (
    <div className="mx-auto flex w-full max-w-xl items-center gap-4">
      <div className="min-w-0 flex-1">
        <p className="mb-1.5 flex flex-wrap justify-between gap-x-3 text-sm text-text-2">
          <span>{words}</span>
          <span className="text-text-3">{elapsedWords(task, model, now)}</span>
        </p>
        {task.status === 'processing' ? <Progress label="Progress" value={progress} /> : null}
        {trouble ? <p className="mt-1.5 text-[13px] text-warn">{trouble}</p> : null}
      </div>
      <Button
        icon={<Square aria-hidden className="size-3.5 fill-current" />}
        disabled={task.cancel_requested_at !== null}
        onClick={() => void stop(task)}
      >
        Stop
      </Button>
    </div>
  );
}
