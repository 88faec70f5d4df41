import { z } from 'zod';
import { idSchema } from '../ids.js';
import { TaskErrorCode, TaskWarning } from '../task/states.js';

/** A still picture of a video, beside it. */
export const WorkerPoster = z
  .object({
    content_type: z.string(),
    width: z.int().min(1),
    height: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.int().min(1),
  })
  .meta({ id: 'WorkerPoster' });
export type WorkerPoster = z.infer<typeof WorkerPoster>;

/** One finished output. `sha256` and `bytes` are of the encoded file, `duration_s` of a video. */
export const WorkerOutput = z
  .object({
    index: z.int().min(0),
    content_type: z.string(),
    width: z.int().min(1),
    height: z.int().min(1),
    duration_s: z.number().nullable(),
    /** Null where nothing is drawn by chance. */
    seed: z.int().min(0).nullable(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.int().min(1),
    /** A still that stands for a video; null for an image. */
    poster: WorkerPoster.nullable().optional(),
  })
  .meta({ id: 'WorkerOutput' });
export type WorkerOutput = z.infer<typeof WorkerOutput>;

/** What was measured while a job ran. Peaks in MiB. */
export const Measured = z.object({
  load_ms: z.number().min(0),
  run_ms: z.number().min(0),
  encode_ms: z.number().min(0),
  peak_vram_mib: z.number().min(0),
  peak_rss_mib: z.number().min(0),
  device: z.string(),
});
export type Measured = z.infer<typeof Measured>;

/** Why a worker failed. */
export const WorkerError = z.object({
  code: TaskErrorCode,
  message: z.string(),
  retryable: z.boolean(),
  /** For logs; never shown to creators. */
  detail: z.string(),
});
export type WorkerError = z.infer<typeof WorkerError>;

/** How an attempt ended: outputs, or an error. Outputs that were finished before an error came as `output` events. */
export const WorkerResult = z
  .union([
    z.object({
      attempt_id: idSchema('att'),
      outputs: z.array(WorkerOutput),
      warnings: z.array(TaskWarning).optional(),
      measured: Measured,
      worker: z.object({ version: z.string(), deploy_hash: z.string() }),
    }),
    z.object({ attempt_id: idSchema('att'), error: WorkerError }),
  ])
  .meta({ id: 'WorkerResult' });
export type WorkerResult = z.infer<typeof WorkerResult>;
