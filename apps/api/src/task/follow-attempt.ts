import type { TaskErrorCode, WorkerError } from '@easel/contracts';
import { BlobGone } from '../asset/asset.repository.js';
import { type EndFacts, UnusableOutput } from '../backend/backend.js';
import { toProblem } from '../http/errors.js';
import type { Attempting, Overdue } from './attempting.js';
import { endLateAttempt } from './complete-task.js';
import { cancelAttempt, failAttempt } from './fail-task.js';
import { findAttempt, type NotFound, pause, probePause } from './find-attempt.js';
import { observeAttempt, type Seen } from './observe-attempt.js';
import { refusedFor, requeueTask } from './requeue-task.js';

const failure = (code: TaskErrorCode, message: string, detail = ''): WorkerError => ({
  code,
  message,
  retryable: true,
  detail,
});

const GIVEN_UP: Record<Exclude<Overdue, 'cancel' | 'late'>, WorkerError> = {
  stale: failure('stale', 'The backend gave no sign of life for too long.'),
  failover: failure('backend_lost', 'Nothing was heard of the attempt for longer than may be waited.'),
};

/** Stops waiting for an attempt that may go on: its task is ended or repeated, its result still looked for. */
async function giveUp(attempting: Attempting, why: Overdue): Promise<boolean> {
  const { ctx, claim } = attempting;
  if (why === 'late') {
    await endLateAttempt(ctx, claim, null);
    return true;
  }
  const late_until = new Date(Date.now() + ctx.config.patience.late_ms).toISOString();
  const end = { finished: attempting.finished(), late_until };
  if (why === 'cancel') await cancelAttempt(ctx, claim, end);
  else await failAttempt(ctx, claim, GIVEN_UP[why], end);
  attempting.goLate(late_until);
  attempting.askCancel();
  return false;
}

/**
 * Stores what a finished attempt made. It was paid for: while the backend does not answer, or nothing can be written
 * here, it is tried again.
 */
async function keep(
  attempting: Attempting,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<Overdue | 'away' | null> {
  const { ctx } = attempting;
  for (let round = 0; ; round += 1) {
    try {
      await work();
      return null;
    } catch (error) {
      if (error instanceof UnusableOutput) throw error;
      if (error instanceof BlobGone) attempting.outputs.clear();
      const ours = error instanceof BlobGone || toProblem(error).code === 'unavailable';
      ctx.log.warn({ err: error, task_id: attempting.task.id }, 'a result could not be kept yet');
      attempting.lastSign = Date.now();
      if (!ours) await attempting.goBlind('unreachable', 'A finished output could not be read.', false);
      await pause(attempting, probePause(attempting, round), signal);
      if (signal.aborted) return 'away';
      const why = attempting.overdue();
      if (why && why !== 'stale') return why;
    }
  }
}

type Success = Exclude<(Seen & { kind: 'result' })['result'], { error: unknown }>;

async function keepSuccess(attempting: Attempting, result: Success, facts: EndFacts): Promise<void> {
  const { ctx, claim } = attempting;
  const done = !attempting.isLate && (await attempting.complete(result, facts));
  if (!done) {
    for (const output of result.outputs) await attempting.storeOutput(output);
    // A task that was ended by other hands: its attempt ends with it, and what it made is late.
    if (!attempting.isLate) {
      const late_until = new Date().toISOString();
      await cancelAttempt(ctx, claim, { finished: [], late_until });
    }
    await endLateAttempt(ctx, claim, { outputs: attempting.finished(), facts });
  }
  ctx.backends.reportSuccess(claim.attempt.backend_id, claim.attempt.model);
}

async function endBadly(attempting: Attempting, error: WorkerError, facts: EndFacts): Promise<void> {
  const { ctx, claim } = attempting;
  const { backend_id, model } = claim.attempt;
  if (facts.fault) ctx.backends.reportFault(backend_id, { fault: facts.fault, model, message: error.message });
  const finished = attempting.finished();
  if (attempting.isLate) await endLateAttempt(ctx, claim, { outputs: finished, facts });
  else if (attempting.isCancelling) await cancelAttempt(ctx, claim, { finished, facts });
  else if (facts.never_ran) await requeueTask(ctx, claim, error, facts);
  else await failAttempt(ctx, claim, error, { finished, facts });
}

async function settleResult(
  attempting: Attempting,
  { result, facts }: Seen & { kind: 'result' },
  signal: AbortSignal,
): Promise<boolean> {
  if ('error' in result) {
    const kept = await keep(attempting, signal, () => endBadly(attempting, result.error, facts));
    return kept === null;
  }
  try {
    const kept = await keep(attempting, signal, () => keepSuccess(attempting, result, facts));
    if (kept === null) return true;
    return kept === 'away' ? false : await giveUp(attempting, kept);
  } catch (error) {
    if (!(error instanceof UnusableOutput)) throw error;
    const fault = error.code === 'invalid_output' ? 'invalid_output' : null;
    const message = 'What the model made cannot be used.';
    await endBadly(attempting, failure(error.code, message, error.message), { ...facts, fault });
    return true;
  }
}

async function settle(attempting: Attempting, end: Seen | NotFound, signal: AbortSignal): Promise<boolean> {
  const { ctx, claim } = attempting;
  switch (end.kind) {
    case 'result':
      return settleResult(attempting, end, signal);
    case 'overdue':
      return giveUp(attempting, end.why);
    case 'rejected':
      if (attempting.isLate) await endLateAttempt(ctx, claim, null);
      else await requeueTask(ctx, claim, end.submission.error, refusedFor(end.submission.fault));
      return true;
    default:
      return false;
  }
}

/**
 * Follows an attempt on a backend that goes on without this process: hands it over or finds it again, watches it, and
 * settles how it ended. Returns true once nothing is left to do, false when we look away before.
 *
 * @param fresh it was never handed over
 */
export async function followAttempt(attempting: Attempting, signal: AbortSignal, fresh: boolean): Promise<boolean> {
  const { log } = attempting.ctx;
  let first = fresh;
  let misses = 0;
  if (attempting.isCancelling) attempting.askCancel();
  while (!signal.aborted) {
    if (attempting.overdue() === 'late') return giveUp(attempting, 'late');
    const { lastSign } = attempting;
    const end = (await findAttempt(attempting, signal, first)) ?? (await observeAttempt(attempting, signal));
    first = false;
    misses = attempting.lastSign > lastSign ? 0 : misses + 1;
    try {
      if (await settle(attempting, end, signal)) return true;
    } catch (error) {
      if (toProblem(error).code !== 'unavailable') throw error;
      log.warn({ err: error, task_id: attempting.task.id }, 'the end of an attempt could not be recorded yet');
      await pause(attempting, probePause(attempting, misses), signal);
    }
    if (end.kind !== 'lost_sight') continue;
    await attempting.goBlind('unreachable', `The observation broke off: ${String(end.error)}`, false);
    await pause(attempting, probePause(attempting, misses), signal);
  }
  return false;
}
