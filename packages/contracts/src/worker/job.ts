import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';
import { ModeName } from '../model/modes.js';
import { EmbeddedRuntime, ModalRuntime } from '../settings/runtimes.js';

/** Version of the job message. A worker refuses a job of another version. */
export const JOB_VERSION = 1;

/** A file that travels beside a job. */
export const JobFile = z.object({
  content_type: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0),
});
export type JobFile = z.infer<typeof JobFile>;

/** Formats an image can be delivered in. */
export const ImageFormat = z.enum(['png', 'jpeg', 'webp']);
export type ImageFormat = z.infer<typeof ImageFormat>;

/** What a worker is asked to do: the same message for the embedded engine and for a worker on Modal. */
export const Job = z
  .object({
    job_version: z.literal(JOB_VERSION),
    task_id: idSchema('task'),
    attempt_id: idSchema('att'),
    model: z.string(),
    mode: ModeName,
    /** The input that runs: defaults filled in, seed resolved. Output i uses seed + i. */
    input: z.record(z.string(), z.unknown()),
    count: z.int().min(1).max(16),
    /** Files by the name of the parameter they belong to; those of a list as `keyframes.0`, `keyframes.1`, …. */
    files: z.record(z.string(), JobFile),
    runtime: z.union([EmbeddedRuntime, ModalRuntime]),
    output: z.object({
      format: ImageFormat,
      /** Written into each output's metadata; null writes none. */
      recipe: z.record(z.string(), z.unknown()).nullable(),
    }),
    progress: z.object({ channel: z.string() }).nullable(),
    deadline_at: Timestamp,
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;
