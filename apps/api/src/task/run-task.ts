import type { WorkerError } from '@easel/contracts';
import { BlobGone } from '../asset/asset.repository.js';
import { type EndFacts, UnusableOutput } from '../backend/backend.js';
import type { Context } from '../context.js';
import { toProblem } from '../http/errors.js';
import type { Attempting } from './attempting.js';
import { buildJob } from './build-job.js';
import { endLateAttempt, keepLateOutputs } from './complete-task.js';
import { cancelAttempt, failAttempt } from './fail-task.js';
import { followAttempt } from './follow-attempt.js';
import { observeAttempt } from './observe-attempt.js';

const failure = (code: WorkerError['code'], message: string, detail = ''): WorkerError => ({
  code,
  message,
  retryable: true,
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

const lost = (message: string) => new UnusableOutput('backend_lost', message);

/** Ends an attempt of this process with its result. */
async function settle(attempting: Attempting, end: Awaited<ReturnType<typeof observeAttempt>>): Promise<void> {
  const { ctx, claim, backend, ref, task } = attempting;
  const finished = attempting.finished();
  if (end.kind === 'away') return;
  if (end.kind === 'overdue') {
    const warn = (error: unknown) => ctx.log.warn({ err: error, task_id: task.id }, 'cancel failed');
    await backend.cancel(ref).catch(warn);
    await failAttempt(ctx, claim, failure('stale', 'No sign of life for too long.'), { finished });
  } else if (end.kind !== 'result') {
    await failAttempt(ctx, claim, failure('backend_lost', 'The backend went away.'), { finished });
  } else if (!('error' in end.result)) {
    if (!(await attempting.complete(end.result, end.facts))) {
      await keepLateOutputs(ctx, task.id, attempting.finished());
    }
  } else if (await cancelRequested(ctx, task.id)) {
    await cancelAttempt(ctx, claim, { finished, facts: end.facts });
  } else {
    await failAttempt(ctx, claim, end.result.error, { finished, facts: end.facts });
  }
}

/** Runs an attempt on a backend that lives and dies with this process. */
async function runHere(attempting: Attempting, signal: AbortSignal): Promise<void> {
  const { ctx, claim, backend, task } = attempting;
  const { job, files } = await buildJob(ctx, claim);
  const submission = await backend.submit(job, files);
  if (submission.kind === 'rejected') {
    await failAttempt(ctx, claim, submission.error, { finished: [] });
    return;
  }
  const found = submission.kind === 'unknown' ? await backend.probe(job, files, true) : submission;
  if (found.kind !== 'accepted') throw lost('The backend did not take the attempt.');
  ctx.crash.reach('after_submit');
  void attempting
    .onAccepted(found.handle)
    .catch((error: unknown) => ctx.log.warn({ err: error }, 'the handle was not recorded'));
  if (await cancelRequested(ctx, task.id)) await backend.cancel(attempting.ref);
  await settle(attempting, await observeAttempt(attempting, signal));
}

const NOTHING_KNOWN: EndFacts = { fault: null, never_ran: false, billed_s: 0, deploy_hash: null, platform: null };

/** Ends an attempt because something was thrown. */
async function endThrown(attempting: Attempting, error: unknown): Promise<void> {
  const { ctx, claim } = attempting;
  ctx.log.error({ err: error, task_id: attempting.task.id }, 'attempt failed');
  const stored = error instanceof BlobGone || toProblem(error).code === 'unavailable';
  const code = error instanceof UnusableOutput ? error.code : stored ? 'storage_error' : 'model_error';
  const message = code === 'storage_error' ? 'The result could not be stored.' : 'The attempt could not be finished.';
  const finished = attempting.finished();
  if (attempting.isLate) await endLateAttempt(ctx, claim, { outputs: finished, facts: NOTHING_KNOWN });
  else await failAttempt(ctx, claim, failure(code, message, String(error)), { finished });
}

/**
 * Runs one attempt: hands it to its backend, or finds it there again, observes, stores. Never throws: whatever goes wrong
 * ends the attempt.
 *
 * @param signal aborted when the process stops or the lease is lost: look away, change nothing
 * @param fresh it was never handed over
 */
export async function runTask(attempting: Attempting, signal: AbortSignal, fresh: boolean): Promise<void> {
  const { ctx, claim, task } = attempting;
  let over = !claim.survives;
  try {
    if (claim.survives) over = await followAttempt(attempting, signal, fresh);
    else await runHere(attempting, signal);
  } catch (error) {
    if (signal.aborted) return;
    over = true;
    await endThrown(attempting, error).catch((e: unknown) =>
      ctx.log.error({ err: e, task_id: task.id }, 'the failure was not recorded; the lease will run out'),
    );
  } finally {
    if (over && attempting.handle !== null) {
      ctx.backends.get(claim.attempt.backend_id)?.release(attempting.ref);
    }
    if (!attempting.isLate) ctx.live.forget(task.id);
  }
}
