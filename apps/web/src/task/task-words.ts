import type { Attempt, Model, Task } from '@easel/sdk';
import { formatDuration, formatDurationRange } from '../app/format';
import { typicalMs } from '../model/estimate';
import type { Live } from './task-cache';

const STAGES: Record<NonNullable<Task['stage']>, string> = {
  starting: 'Waiting for a machine',
  loading: 'Loading the model',
  running: 'Drawing',
  encoding: 'Encoding',
  saving: 'Saving',
};

/** What is known about a task beyond the task itself. */
export interface Around {
  model?: Model | undefined;
  /** What was tried, newest first. */
  attempts?: readonly Attempt[] | undefined;
}

export interface Standing {
  /** What happens now, in words. */
  words: string;
  /** Why it takes longer than it should, if it does. */
  trouble: string | null;
  /** 0 to 100, or null when nothing can be said. */
  progress: number | null;
}

function waitingWords(position: number | null, model: Model | undefined): string {
  if (model?.availability === 'waiting') return 'Waiting: no backend can take it right now';
  if (model?.availability === 'unavailable') return 'Waiting: no backend runs this model now';
  if (position === null || position <= 1) return 'Next in the queue';
  return `Waiting, ${position - 1} ahead of it`;
}

/** Why a task is tried again, or waits for a backend that gives no answer. */
function troubleOf(attempts: readonly Attempt[], now: number): string | null {
  const [last] = attempts;
  if (last?.out_of_sight_since) {
    const since = formatDuration(Math.max(0, now - Date.parse(last.out_of_sight_since)));
    return `${last.backend_label} gives no answer since ${since}. The task waits for it; nothing is paid twice.`;
  }
  if (last?.state === 'unknown') return `Finding out whether ${last.backend_label} took it.`;
  const why = attempts.find((attempt) => attempt.error !== null)?.error?.message;
  return why === undefined ? null : `Trying again: ${why}`;
}

/** What an unfinished task is doing: the stage in words, the step, or the place in the queue. */
export function standingOf(
  task: Task,
  live: Live | undefined,
  { model, attempts = [] }: Around = {},
  now = Date.now(),
): Standing {
  if (task.cancel_requested_at !== null) return { words: 'Stopping…', trouble: null, progress: null };
  const trouble = troubleOf(attempts, now);
  if (task.status === 'pending') {
    return { words: waitingWords(live?.queue_position ?? task.queue_position, model), trouble, progress: null };
  }
  const stage = live?.stage ?? task.stage;
  const step = live?.step ?? task.step;
  const total = live?.total_steps ?? task.total_steps;
  const stepping = stage === 'running' && step !== null && total !== null;
  const words = stage === 'running' && task.type === 'video' ? 'Making the video' : STAGES[stage ?? 'starting'];
  return {
    words: `${words}${stepping ? `, step ${step} of ${total}` : ''}`,
    trouble,
    progress: stage === 'starting' || stage === 'loading' ? null : Math.max(live?.progress ?? 0, task.progress),
  };
}

/** How long a task has been at it, and what is usual: `34 s so far, usually 40–70 s`. Never a countdown. */
export function elapsedWords(task: Task, model: Model | undefined, now: number): string | null {
  const passed = now - Date.parse(task.status === 'pending' ? task.created_at : (task.started_at ?? task.created_at));
  if (!(passed >= 1000)) return null;
  const seconds = Math.floor(passed / 1000);
  const so = `${seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000)} so far`;
  const typical = model && task.status === 'processing' ? typicalMs(model, task.count) : null;
  if (!typical) return so;
  // Whether a machine had to start is not known afterwards: the range allows for it.
  const high = typical.high + (model?.availability === 'ready' ? (model.measured.start_ms_p50 ?? 0) : 0);
  if (passed > high) return `${so}, longer than usual`;
  return `${so}, usually ${formatDurationRange(typical.low, high)}`;
}

/** What a task is about, for names of things that have no text: its prompt, or its mode. */
export function titleOf(task: Pick<Task, 'input' | 'snapshot'>): string {
  const { prompt } = task.input;
  return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : task.snapshot.mode_label;
}

/** `picture` or `video`, as many as there are. */
export const nounOf = (type: Task['type'], count = 1): string =>
  `${type === 'video' ? 'video' : 'picture'}${count === 1 ? '' : 's'}`;
