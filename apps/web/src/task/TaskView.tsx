import type { Task } from '@easel/sdk';
import { Button } from '@easel/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { formatDuration, formatEstimate } from '../app/format';
import { PictureActions } from '../asset/PictureActions';
import { RecipeList, useRecipeLines } from '../asset/RecipeList';
import { RedrawPrompt } from '../asset/RedrawPrompt';
import { recipeOf } from '../asset/recipe';
import { usePictureActions } from '../asset/use-picture-actions';
import { LateOutputs } from './LateOutputs';
import { RunningTask } from './RunningTask';
import { TaskOutputs } from './TaskOutputs';
import { TaskProblem, TaskWarnings } from './TaskProblem';
import { liveQuery } from './task.queries';
import { taskKey } from './task-cache';
import { nounOf, standingOf } from './task-words';
import { useTaskActions } from './use-task-actions';

const ENDED: Partial<Record<Task['status'], string>> = { done: 'Finished', failed: 'Failed', cancelled: 'Stopped' };

/** Says the stages aloud, but not every step. */
function Announcer({ task }: { task: Task }) {
  const { data: live } = useQuery(liveQuery(task.id));
  const words = ENDED[task.status] ?? standingOf(task, live).words.split(', step')[0];
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}

/** Actions for several pictures at once. */
function SetActions({ task }: { task: Task }) {
  const { remix, more } = usePictureActions();
  const { remove } = useTaskActions();
  const recipe = { model: task.model, mode: task.mode, input: task.input };
  return (
    <div className="flex flex-wrap items-center justify-center gap-1.5">
      <Button onClick={() => void remix(recipe)}>Remix</Button>
      <Button onClick={() => void more(recipe)}>4 more</Button>
      <Button
        onClick={() => void remove(task, `${task.outputs.length} ${nounOf(task.type, task.outputs.length)} deleted.`)}
      >
        Delete all
      </Button>
      <p className="px-2 text-[13px] text-text-3">Open a {nounOf(task.type)} for more.</p>
    </div>
  );
}

function Figures({ task }: { task: Task }) {
  const lines = useRecipeLines({ model: task.model, mode: task.mode, input: task.input }, task.snapshot);
  const time = task.timing.run_ms ?? task.timing.total_ms;
  if (time !== null) lines.push(['Took', `${formatDuration(time)}, ${formatEstimate(task.cost_microusd)}`]);
  return (
    <details className="mx-auto w-full max-w-xl text-[13px] text-text-3">
      <summary className="flex min-h-6 list-none flex-wrap justify-center gap-x-3 pointer-coarse:min-h-11 pointer-coarse:items-center">
        {lines.map(([label, value]) => (
          <span key={label}>{label === 'Model' || label === 'Mode' ? value : `${label} ${value}`}</span>
        ))}
      </summary>
      <div className="pt-2">
        <RecipeList lines={lines} />
      </div>
    </details>
  );
}

/** One task: its pictures as large as they fit, what it is doing or why it stopped, and what comes next. */
export default function TaskView({ task, isWide }: { task: Task; isWide: boolean }) {
  const client = useQueryClient();
  const { data: live } = useQuery(liveQuery(task.id));
  const isRunning = task.status === 'pending' || task.status === 'processing';
  const single = task.outputs.length === 1 && !isRunning ? task.outputs[0] : undefined;
  const recipe = single ? recipeOf(single) : null;
  const hasPictures = isRunning || task.outputs.length > 0;
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 p-3 min-[860px]:p-5">
      {hasPictures ? (
        <TaskOutputs
          task={task}
          live={live}
          onBroken={() => void client.invalidateQueries({ queryKey: taskKey(task.id) })}
        />
      ) : null}
      {task.status === 'done' && task.outputs.length === 0 ? (
        <p className="m-auto text-text-3">The {nounOf(task.type)} was deleted.</p>
      ) : null}
      {/* As high while running as when done, so that the picture does not jump. */}
      <div
        className={
          hasPictures ? 'flex flex-col gap-3 min-[860px]:min-h-[172px]' : 'm-auto flex w-full max-w-xl flex-col gap-3'
        }
      >
        <Announcer task={task} />
        {isRunning ? <RunningTask task={task} /> : null}
        <div className="mx-auto flex w-full max-w-xl flex-col gap-3 empty:hidden">
          <TaskProblem task={task} />
          <TaskWarnings task={task} />
          <LateOutputs task={task} />
        </div>
        {single && recipe && isWide ? (
          <div className="mx-auto w-full max-w-xl">
            <RedrawPrompt key={single.id} recipe={recipe} />
          </div>
        ) : null}
        {single ? <PictureActions asset={single} /> : null}
        {!isRunning && task.outputs.length > 1 ? <SetActions task={task} /> : null}
        {isWide || !single ? <Figures task={task} /> : null}
      </div>
    </div>
  );
}
