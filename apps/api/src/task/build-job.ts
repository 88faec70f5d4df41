import { type ImageFormat, imageParametersOf, JOB_VERSION, type Job, type SettingsModel } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Claim } from './claim-task.js';

/** Grace beyond the model's own time-out before an attempt is given up from outside. */
const DEADLINE_GRACE_S = 30;

/** Builds the message for the worker, with the bytes of the images it needs. */
export async function buildJob(
  ctx: Context,
  { task, attempt }: Claim,
): Promise<{ job: Job; files: Record<string, Uint8Array> }> {
  const model: SettingsModel = JSON.parse(task.settings);
  const mode = task.mode as Job['mode'];
  const input: Record<string, unknown> = JSON.parse(task.input);
  const runtime = ctx.settings.models[task.model]?.runtimes.embedded ?? model.runtimes.embedded;
  if (!runtime) throw new Error('the model has no runtime here');
  const files: Record<string, Uint8Array> = {};
  const described: Job['files'] = {};
  for (const name of imageParametersOf(model, mode)) {
    if (typeof input[name] !== 'string') continue;
    const asset = await ctx.store.read
      .selectFrom('assets')
      .select(['sha256', 'content_type'])
      .where('id', '=', input[name])
      .executeTakeFirst();
    if (!asset) throw new Error(`the image given as ${name} is gone`);
    const bytes = await ctx.storage.read(asset.sha256);
    files[name] = bytes;
    described[name] = { content_type: asset.content_type, sha256: asset.sha256, bytes: bytes.length };
  }
  const format = (input.output_format ?? 'png') as ImageFormat;
  const job: Job = {
    job_version: JOB_VERSION,
    task_id: task.id,
    attempt_id: attempt.id,
    model: task.model,
    mode,
    input,
    count: task.count,
    files: described,
    runtime,
    output: { format, recipe: { model: task.model, mode, input } },
    progress: null,
    deadline_at: new Date(Date.now() + (runtime.timeout_s + DEADLINE_GRACE_S) * 1000).toISOString(),
  };
  return { job, files };
}
