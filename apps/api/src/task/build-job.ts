import { ImageFormat, inputFilesOf, JOB_VERSION, type Job, type SettingsModel } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Claim } from './claim-task.js';

/** Grace beyond the model's own time-out before an attempt is given up from outside. */
const DEADLINE_GRACE_S = 30;
/** The queue into which workers on rented machines put what they say while they work. */
const EVENT_CHANNEL = 'easel-events';

/** How an attempt runs on a kind of backend. */
function runtimeOf(ctx: Context, { task, attempt }: Claim) {
  const stored: SettingsModel = JSON.parse(task.settings);
  const runtimes = ctx.settings.models[task.model]?.runtimes;
  if (ctx.backends.get(attempt.backend_id)?.kind === 'modal') {
    const runtime = runtimes?.modal ?? stored.runtimes.modal;
    if (!runtime) throw new Error('the model has no runtime for a rented backend');
    const waiting_s = runtime.startup_timeout_s + ctx.settings.limits.backend_queue_s;
    return { runtime, waiting_s, progress: { channel: EVENT_CHANNEL } };
  }
  const runtime = runtimes?.embedded ?? stored.runtimes.embedded;
  if (!runtime) throw new Error('the model has no runtime here');
  return { runtime, waiting_s: 0, progress: null };
}

/**
 * Builds the message for the worker, with the bytes of the images it needs. Built again for the same attempt it is the
 * same message.
 */
export async function buildJob(ctx: Context, claim: Claim): Promise<{ job: Job; files: Record<string, Uint8Array> }> {
  const { task, attempt } = claim;
  const model: SettingsModel = JSON.parse(task.settings);
  const mode = task.mode as Job['mode'];
  const input: Record<string, unknown> = JSON.parse(task.input);
  const { runtime, waiting_s, progress } = runtimeOf(ctx, claim);
  const files: Record<string, Uint8Array> = {};
  const described: Job['files'] = {};
  for (const { name, asset_id } of inputFilesOf(model, mode, input)) {
    const asset = await ctx.store.read
      .selectFrom('assets')
      .select(['sha256', 'content_type'])
      .where('id', '=', asset_id)
      .executeTakeFirst();
    if (!asset) throw new Error(`the image given as ${name} is gone`);
    const bytes = await ctx.storage.read(asset.sha256);
    files[name] = bytes;
    described[name] = { content_type: asset.content_type, sha256: asset.sha256, bytes: bytes.length };
  }
  // A video has no format of pictures; its mode makes one kind of file.
  const format = ImageFormat.safeParse(input.output_format).data ?? 'png';
  const patience_s = waiting_s + runtime.timeout_s + DEADLINE_GRACE_S;
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
    progress,
    deadline_at: new Date(Date.parse(attempt.created_at) + patience_s * 1000).toISOString(),
  };
  return { job, files };
}
