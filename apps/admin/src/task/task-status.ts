import type { MediaType, Task, TaskStatus } from '@easel/contracts';

/** How each state is named and coloured. Final states never change again. */
export const STATUS_LOOK = {
  pending: { label: 'Pending', tone: 'neutral', final: false },
  processing: { label: 'Processing', tone: 'accent', final: false },
  done: { label: 'Done', tone: 'ok', final: true },
  failed: { label: 'Failed', tone: 'bad', final: true },
  cancelled: { label: 'Cancelled', tone: 'neutral', final: true },
} as const satisfies Record<TaskStatus, { label: string; tone: 'neutral' | 'accent' | 'ok' | 'bad'; final: boolean }>;

// Object.keys forgets the literal keys that the table fixes.
export const STATUSES = Object.keys(STATUS_LOOK) as TaskStatus[];

const STAGE_LABEL = {
  starting: 'starting',
  loading: 'loading weights',
  running: 'running',
  encoding: 'encoding',
  saving: 'saving',
} as const satisfies Record<NonNullable<Task['stage']>, string>;

export const TYPE_LABEL = { image: 'Images', video: 'Videos' } as const satisfies Record<MediaType, string>;
// Same reason as above.
export const TYPES = Object.keys(TYPE_LABEL) as MediaType[];

/** What a task is doing, in words: `running 7/16`, `place 3 in queue`. */
export function activityOf(
  task: Pick<Task, 'status' | 'stage' | 'cancel_requested_at'> &
    Partial<Pick<Task, 'step' | 'total_steps' | 'queue_position'>>,
): string | null {
  if (task.cancel_requested_at !== null && !STATUS_LOOK[task.status].final) return 'stopping';
  if (task.status === 'pending') {
    return task.queue_position ? `place ${task.queue_position} in queue` : null;
  }
  if (task.status !== 'processing' || task.stage === null) return null;
  const step = task.step != null && task.total_steps != null ? ` ${task.step}/${task.total_steps}` : '';
  return STAGE_LABEL[task.stage] + step;
}

export const stageLabel = (stage: NonNullable<Task['stage']>): string => STAGE_LABEL[stage];

/** The prompt, or what stands for it in models without one. */
export function promptOf(task: Task): string {
  const prompt = task.input.prompt;
  return typeof prompt === 'string' ? prompt : '';
}
