import type { Task } from '@easel/sdk';
import type { Live } from './task-cache';

const STAGES: Record<NonNullable<Task['stage']>, string> = {
  starting: 'Starting the model',
  loading: 'Loading the model',
  running: 'Drawing',
  encoding: 'Encoding',
  saving: 'Saving',
};

export interface Standing {
  /** What happens now, in words. */
  words: string;
  /** 0 to 100, or null when nothing can be said. */
  progress: number | null;
}

/** What an unfinished task is doing: the stage in words, the step, or the place in the queue. */
export function standingOf(task: Task, live: Live | undefined): Standing {
  if (task.cancel_requested_at !== null) return { words: 'Stopping', progress: null };
  if (task.status === 'pending') {
    const position = live?.queue_position ?? task.queue_position;
    if (position === null || position <= 1) return { words: 'Next in the queue', progress: null };
    return { words: `Waiting, ${position - 1} ahead of it`, progress: null };
  }
  const stage = live?.stage ?? task.stage;
  const step = live?.step ?? task.step;
  const total = live?.total_steps ?? task.total_steps;
  const stepping = stage === 'running' && step !== null && total !== null;
  return {
    words: `${STAGES[stage ?? 'starting']}${stepping ? `, step ${step} of ${total}` : ''}`,
    progress: stage === 'starting' || stage === 'loading' ? null : Math.max(live?.progress ?? 0, task.progress),
  };
}

/** What a task is about, for names of things that have no text: its prompt, or its mode. */
export function titleOf(task: Pick<Task, 'input' | 'snapshot'>): string {
  const { prompt } = task.input;
  return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : task.snapshot.mode_label;
}
