import { createHash } from 'node:crypto';
import {
  type ImageFormat,
  imageParametersOf,
  JOB_VERSION,
  type Job,
  type SettingsModel,
  type TaskStage,
  type WorkerError,
  type WorkerEvent,
  type WorkerResult,
} from '@easel/contracts';
import { BlobGone } from '../asset/asset.repository.js';
import { storeImage } from '../asset/store-image.js';
import type { Backend } from '../backend/backend.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import { toProblem } from '../http/errors.js';
import type { Claim } from './claim-task.js';
import { completeTask, keepLateOutputs, type StoredOutput } from './complete-task.js';
import { cancelAttempt, failAttempt } from './fail-task.js';
import { changeTask, now } from './task.repository.js';

/** Grace beyond the model's own time-out before an attempt is given up from outside. */
const DEADLINE_GRACE_S = 30;

const failure = (code: WorkerError['code'], message: string, retryable: boolean, detail = ''): WorkerError => ({
  code,
  message,
  retryable,
  detail,
});

/** Builds the message for the worker, with the bytes of the images it needs. */
async function buildJob(
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

/** Everything one attempt does between its claim and its end. */
class Attempting {
  readonly outputs = new Map<number, StoredOutput>();
  private stage: TaskStage = 'starting';
  private started = false;
  lastSign = Date.now();

  constructor(
    readonly ctx: Context,
    readonly claim: Claim,
    readonly backend: Backend,
    readonly handle: string,
  ) {}

  private get task(): TaskRow {
    return this.claim.task;
  }

  private publish(name: 'progress' | 'preview', data: object): void {
    const { id: task_id, owner_id } = this.task;
    this.ctx.hub.publish({ kind: 'momentary', owner_id, task_id, name, data: { task_id, ...data } });
  }

  private async enterStage(stage: TaskStage): Promise<void> {
    if (stage === this.stage) return;
    this.stage = stage;
    const { id } = this.task;
    const { fencing } = this.claim.attempt;
    const firstRun = stage === 'running' && !this.started;
    if (stage === 'running') this.started = true;
    const at = now();
    await this.ctx.store.write(async (tx) => {
      await changeTask(tx, id, { from: ['processing'], lease: { fencing, now: at } }, { stage });
      if (!firstRun) return;
      await tx.db
        .updateTable('attempts')
        .set({ state: 'running', started_at: at })
        .where('id', '=', this.claim.attempt.id)
        .where('state', 'in', ['submitted', 'accepted', 'unknown'])
        .execute();
    });
  }

  async storeOutput(output: StoredOutput['output']): Promise<void> {
    if (this.outputs.has(output.index)) return;
    const bytes = await this.backend.fetch(this.handle, output.index);
    if (createHash('sha256').update(bytes).digest('hex') !== output.sha256) {
      throw Object.assign(new Error('the bytes do not match their checksum'), { worker_code: 'invalid_output' });
    }
    this.ctx.crash.reach('before_store');
    const stored = await storeImage(this.ctx, bytes, output.content_type).catch((error: unknown) => {
      const code = (error as { code?: string }).code === 'unavailable' ? 'storage_error' : 'invalid_output';
      throw Object.assign(new Error(String(error)), { worker_code: code });
    });
    const measured = { ...output, width: stored.width, height: stored.height };
    this.outputs.set(output.index, { output: measured, blob: stored.blob, preview: stored.preview });
  }

  async onEvent(event: WorkerEvent): Promise<void> {
    this.lastSign = Date.now();
    if (event.type === 'stage') return this.enterStage(event.stage);
    if (event.type === 'output') return this.storeOutput(event.output);
    if (event.type === 'preview') {
      return this.publish('preview', { index: event.index, data_url: event.data_url });
    }
    if (event.type === 'log') return this.ctx.log[event.level]({ task_id: this.task.id }, event.message);
    if (event.type !== 'progress') return;
    const { progress, step, total_steps } = event;
    const live = this.ctx.live.set(this.task.id, { progress, step, total_steps, queue_position: null });
    this.publish('progress', { ...live, stage: this.stage });
  }

  finished(): StoredOutput[] {
    return [...this.outputs.values()].sort((a, b) => a.output.index - b.output.index);
  }

  async onResult(result: WorkerResult): Promise<void> {
    if ('error' in result) {
      await failAttempt(this.ctx, this.claim, result.error, this.finished());
      return;
    }
    await this.enterStage('saving');
    for (const output of result.outputs) await this.storeOutput(output);
    this.ctx.crash.reach('before_state');
    const done = await completeTask(this.ctx, this.claim, {
      outputs: this.finished(),
      warnings: result.warnings ?? [],
      load_ms: result.measured.load_ms,
      run_ms: result.measured.run_ms,
    });
    if (!done) await keepLateOutputs(this.ctx, this.task.id, this.finished());
  }
}

async function cancelRequested(ctx: Context, id: string): Promise<boolean> {
  const row = await ctx.store.read
    .selectFrom('tasks')
    .select('cancel_requested_at')
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined || row.cancel_requested_at !== null;
}

async function observe(attempting: Attempting, signal: AbortSignal): Promise<WorkerResult | null> {
  for await (const seen of attempting.backend.observe(attempting.handle, signal)) {
    if (seen.kind === 'result') return seen.result;
    await attempting.onEvent(seen.event);
  }
  return null;
}

async function watch(ctx: Context, attempting: Attempting, signal: AbortSignal): Promise<void> {
  const { claim, backend, handle } = attempting;
  const staleMs = ctx.settings.limits.stale_after_s[claim.task.type as 'image' | 'video'] * 1000;
  const stale = new AbortController();
  const guard = setInterval(() => {
    if (Date.now() - attempting.lastSign > staleMs) stale.abort();
  }, 1000);
  try {
    const result = await observe(attempting, AbortSignal.any([signal, stale.signal]));
    if (signal.aborted && result === null) return;
    if (stale.signal.aborted && result === null) {
      await backend
        .cancel(handle)
        .catch((error: unknown) => ctx.log.warn({ err: error, task_id: claim.task.id }, 'cancel failed'));
      await failAttempt(
        ctx,
        claim,
        failure('stale', `No sign of life for ${staleMs / 1000} s.`, true),
        attempting.finished(),
      );
    } else if (result === null) {
      await failAttempt(ctx, claim, failure('backend_lost', 'The backend went away.', true), attempting.finished());
    } else if ('error' in result && (await cancelRequested(ctx, claim.task.id))) {
      await cancelAttempt(ctx, claim, attempting.finished());
    } else {
      await attempting.onResult(result);
    }
  } finally {
    clearInterval(guard);
  }
}

/**
 * Runs one claimed attempt: submit to a backend, observe, store. Never throws: whatever goes wrong ends the attempt.
 *
 * @param signal aborted when the process stops or the lease is lost: look away, change nothing
 * @param onAccepted told the handle, so that a cancellation can reach the backend
 */
export async function runTask(
  ctx: Context,
  claim: Claim,
  signal: AbortSignal,
  onAccepted: (backend: Backend, handle: string) => void,
): Promise<void> {
  const { task, attempt } = claim;
  let attempting: Attempting | null = null;
  try {
    const backend = ctx.backends.get(attempt.backend_id);
    if (!backend) throw Object.assign(new Error('the backend is gone'), { worker_code: 'backend_lost' });
    const { job, files } = await buildJob(ctx, claim);
    const submission = await backend.submit(job, files);
    if (submission.kind === 'rejected') {
      await failAttempt(ctx, claim, submission.error, []);
      return;
    }
    const found = submission.kind === 'unknown' ? await backend.probe(attempt.id) : submission;
    if (found.kind !== 'accepted') throw Object.assign(new Error('not accepted'), { worker_code: 'backend_lost' });
    ctx.crash.reach('after_submit');
    attempting = new Attempting(ctx, claim, backend, found.handle);
    onAccepted(backend, found.handle);
    void ctx.store
      .write((tx) =>
        tx.db
          .updateTable('attempts')
          .set({ handle: found.handle, accepted_at: now(), state: 'accepted' })
          .where('id', '=', attempt.id)
          .where('state', '=', 'submitted')
          .execute(),
      )
      .catch((error: unknown) => ctx.log.warn({ err: error }, 'the handle was not recorded'));
    if (await cancelRequested(ctx, task.id)) await backend.cancel(found.handle);
    await watch(ctx, attempting, signal);
  } catch (error) {
    if (signal.aborted) return;
    ctx.log.error({ err: error, task_id: task.id }, 'attempt failed');
    const stored = error instanceof BlobGone || toProblem(error).code === 'unavailable';
    const known = (error as { worker_code?: WorkerError['code'] }).worker_code;
    const code = known ?? (stored ? 'storage_error' : 'model_error');
    const message = code === 'storage_error' ? 'The result could not be stored.' : 'The attempt could not be finished.';
    await failAttempt(ctx, claim, failure(code, message, true, String(error)), attempting?.finished() ?? []).catch(
      (e: unknown) =>
        ctx.log.error({ err: e, task_id: task.id }, 'the failure was not recorded; the lease will run out'),
    );
  } finally {
    if (attempting) attempting.backend.release(attempting.handle);
    ctx.live.forget(task.id);
  }
}
