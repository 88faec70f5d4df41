import type { WorkerError, WorkerResult } from '@easel/contracts';
import { BlobGone } from '../asset/asset.repository.js';
import type { AttemptRef, Backend } from '../backend/backend.js';
import type { Context } from '../context.js';
import { toProblem } from '../http/errors.js';
import { Attempting } from './attempting.js';
import { buildJob } from './build-job.js';
import type { Claim } from './claim-task.js';
import { cancelAttempt, failAttempt } from './fail-task.js';
import { now } from './task.repository.js';

const failure = (code: WorkerError['code'], message: string, retryable: boolean, detail = ''): WorkerError => ({
  code,
  message,
  retryable,
  detail,
});

async function cancelRequested(ctx: Context, id: string): Promise<boolean> {
  const row = await ctx.store.read
    .selectFrom('tasks')
    .select('cancel_requested_at')
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined || row.cancel_requested_at !== null;
}

async function observe(attempting: Attempting, signal: AbortSignal): Promise<WorkerResult | null> {
  for await (const seen of attempting.backend.observe(attempting.ref, signal)) {
    if (seen.kind === 'result') return seen.result;
    if (seen.kind === 'event') await attempting.onEvent(seen.event);
  }
  return null;
}

async function watch(ctx: Context, attempting: Attempting, signal: AbortSignal): Promise<void> {
  const { claim, backend, ref } = attempting;
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
        .cancel(ref)
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
 * @param onAccepted told where it runs, so that a cancellation can reach the backend
 */
export async function runTask(
  ctx: Context,
  claim: Claim,
  signal: AbortSignal,
  onAccepted: (backend: Backend, ref: AttemptRef) => void,
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
    const found = submission.kind === 'unknown' ? await backend.probe(job, files, true) : submission;
    if (found.kind !== 'accepted') throw Object.assign(new Error('not accepted'), { worker_code: 'backend_lost' });
    ctx.crash.reach('after_submit');
    attempting = new Attempting(ctx, claim, backend, found.handle);
    onAccepted(backend, attempting.ref);
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
    if (await cancelRequested(ctx, task.id)) await backend.cancel(attempting.ref);
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
    if (attempting) attempting.backend.release(attempting.ref);
    ctx.live.forget(task.id);
  }
}
