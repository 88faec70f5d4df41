import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';
import { TaskStage } from '../task/states.js';
import { WorkerOutput } from './result.js';

const stamp = { attempt_id: idSchema('att'), seq: z.int().min(0), at: Timestamp };

/** What a worker says while it works. `seq` rises by one within an attempt. */
export const WorkerEvent = z
  .discriminatedUnion('type', [
    z.object({ ...stamp, type: z.literal('stage'), stage: TaskStage }),
    z.object({
      ...stamp,
      type: z.literal('progress'),
      /** 0 to 100 over all outputs; never falls within an attempt. */
      progress: z.number().min(0).max(100),
      step: z.int().min(0),
      total_steps: z.int().min(1),
    }),
    z.object({ ...stamp, type: z.literal('preview'), index: z.int().min(0), data_url: z.string() }),
    z.object({ ...stamp, type: z.literal('output'), output: WorkerOutput }),
    z.object({ ...stamp, type: z.literal('log'), level: z.enum(['info', 'warn', 'error']), message: z.string() }),
    z.object({ ...stamp, type: z.literal('heartbeat') }),
  ])
  .meta({ id: 'WorkerEvent' });
export type WorkerEvent = z.infer<typeof WorkerEvent>;
