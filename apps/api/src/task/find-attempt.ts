import { setTimeout as sleep } from 'node:timers/promises';
import type { Submission } from '../backend/backend.js';
import type { Attempting, Overdue } from './attempting.js';
import { buildJob } from './build-job.js';

export type NotFound =
  | { kind: 'rejected'; submission: Submission & { kind: 'rejected' } }
  | { kind: 'overdue'; why: Overdue }
  | { kind: 'away' };

/** Waits, at most this long: until something wakes the attempt, it is overdue, or we look away. */
export async function pause(attempting: Attempting, ms: number, signal: AbortSignal): Promise<void> {
  const { tick_ms } = attempting.ctx.config.patience;
  const until = Date.now() + ms;
  const woken = new AbortController();
  void attempting.woken.then(() => woken.abort());
  const stop = AbortSignal.any([signal, woken.signal]);
  while (!stop.aborted && attempting.overdue() === null) {
    const left = until - Date.now();
    if (left <= 0) return;
    await sleep(Math.min(left, tick_ms), undefined, { signal: stop }).catch(() => undefined);
  }
  // A backend that is back wakes all that wait for it: they do not ask in the same moment.
  if (woken.signal.aborted) await sleep(Math.random() * tick_ms, undefined, { signal }).catch(() => undefined);
}

/** The n-th pause between two looks: doubles up to a limit. */
export const probePause = ({ ctx }: Attempting, round: number): number =>
  Math.min(ctx.config.patience.probe_max_ms, ctx.config.patience.probe_first_ms * 2 ** Math.min(round, 20));

async function handOver(attempting: Attempting): Promise<Submission> {
  const { backend } = attempting;
  const { job, files } = await buildJob(attempting.ctx, attempting.claim);
  const submission = await backend
    .submit(job, files)
    .catch((error: unknown): Submission => ({ kind: 'unknown', message: String(error) }));
  attempting.ctx.crash.reach('after_submit');
  return submission;
}

async function probe(attempting: Attempting): Promise<Submission> {
  const { backend } = attempting;
  try {
    const { job, files } = await buildJob(attempting.ctx, attempting.claim);
    return await backend.probe(job, files, !attempting.isCancelling);
  } catch (error) {
    // Whatever goes wrong here says nothing about what goes on there.
    return { kind: 'unknown', message: String(error) };
  }
}

/**
 * Hands an attempt over, or finds out what became of it, for as long as that takes: an attempt that may be running
 * elsewhere is never repeated for want of an answer. Returns undefined once its handle is known.
 *
 * @param fresh it was never handed over
 */
export async function findAttempt(
  attempting: Attempting,
  signal: AbortSignal,
  fresh: boolean,
): Promise<NotFound | undefined> {
  const { ctx, claim } = attempting;
  const { backend_id, model } = claim.attempt;
  if (attempting.handle !== null) return undefined;
  let found = fresh ? await handOver(attempting) : await probe(attempting);
  for (let round = 0; ; round += 1) {
    if (signal.aborted && found.kind !== 'accepted') return { kind: 'away' };
    if (found.kind === 'accepted') {
      ctx.backends.reportSuccess(backend_id, model, 'accepted');
      await attempting.onAccepted(found.handle);
      if (attempting.isCancelling) attempting.askCancel();
      return undefined;
    }
    if (found.kind === 'rejected') {
      const { fault, retry_after_ms, error } = found;
      const fresh = !attempting.isCancelling;
      if (fresh) ctx.backends.reportFault(backend_id, { fault, model, message: error.message, retry_after_ms });
      return { kind: 'rejected', submission: found };
    }
    await attempting.goBlind(found.fault ?? 'unreachable', found.message, true);
    await pause(attempting, probePause(attempting, round), signal);
    if (signal.aborted) return { kind: 'away' };
    const why = attempting.overdue();
    if (why) return { kind: 'overdue', why };
    found = await probe(attempting);
  }
}
