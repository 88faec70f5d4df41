import type { TaskProgress } from '@easel/contracts';

export type Live = Omit<TaskProgress, 'task_id' | 'stage'>;

/** What is only kept in memory about unfinished tasks: progress, steps, place in the queue, the latest previews. */
export interface LiveTasks {
  get(taskId: string): Live | undefined;
  set(taskId: string, change: Partial<Live>): Live;
  forget(taskId: string): void;
}

const NOTHING: Live = { progress: 0, step: null, total_steps: null, queue_position: null };

export function createLiveTasks(): LiveTasks {
  const tasks = new Map<string, Live>();
  return {
    get: (taskId) => tasks.get(taskId),
    set(taskId, change) {
      const live = { ...(tasks.get(taskId) ?? NOTHING), ...change };
      tasks.set(taskId, live);
      return live;
    },
    forget: (taskId) => void tasks.delete(taskId),
  };
}
