import { z } from 'zod';
import { idSchema } from '../ids.js';
import { TaskStage } from './states.js';
import { Task } from './task.schema.js';

const about = { task_id: idSchema('task') };

/** Data of `event: progress`. Not stored, has no id. */
export const TaskProgress = z.object({
  ...about,
  progress: z.number().min(0).max(100),
  stage: TaskStage.nullable(),
  step: z.int().nullable(),
  total_steps: z.int().nullable(),
  queue_position: z.int().nullable(),
});
export type TaskProgress = z.infer<typeof TaskProgress>;

/** Data of `event: preview`: a small image as data URL. Not stored, has no id. */
export const TaskPreview = z.object({ ...about, index: z.int().min(0), data_url: z.string() });
export type TaskPreview = z.infer<typeof TaskPreview>;

/** Data of `event: deleted`. */
export const TaskDeleted = z.object({ ...about });
export type TaskDeleted = z.infer<typeof TaskDeleted>;

/** Data of `event: reset`: events were missed; read the state again. */
export const StreamReset = z.object({ reason: z.string() });

/** Schema of the data of each kind of server-sent event. */
export const STREAM_EVENTS = {
  task: Task,
  progress: TaskProgress,
  preview: TaskPreview,
  deleted: TaskDeleted,
  reset: StreamReset,
} as const;
export type StreamEventName = keyof typeof STREAM_EVENTS;

/** A server-sent event with its data. `id` is the position in the event log of stored changes. */
export type StreamEvent = {
  [K in StreamEventName]: { event: K; id: string | null; data: z.infer<(typeof STREAM_EVENTS)[K]> };
}[StreamEventName];
