import type { WorkerResult } from '@easel/contracts';
import type { EndFacts, Observation } from '../backend/backend.js';
import type { Attempting, Overdue } from './attempting.js';

const LOOK_AWAY_MS = 1000;

/** How an observation ended. */
export type Seen =
  | { kind: 'result'; result: WorkerResult; facts: EndFacts }
  | { kind: 'overdue'; why: Overdue }
  /** The backend stopped telling; the attempt may go on there. */
  | { kind: 'lost_sight'; error: unknown }
  /** It is held under another handle: look there. */
  | { kind: 'moved' }
  | { kind: 'away' };

async function take(attempting: Attempting, seen: Observation): Promise<Seen | undefined> {
  switch (seen.kind) {
    case 'result':
      await attempting.onSign();
      return { kind: 'result', result: seen.result, facts: seen.facts };
    case 'event':
      await attempting.onEvent(seen.event).catch((error: unknown) => {
        // What cannot be written now is no reason to give up work that goes on elsewhere.
        if (!attempting.claim.survives) throw error;
        attempting.ctx.log.warn({ err: error, task_id: attempting.task.id }, 'an event was not recorded');
      });
      return undefined;
    case 'alive':
      await attempting.onSign();
      return undefined;
    case 'out_of_sight':
      await attempting.goBlind(seen.fault, seen.message, false);
      return undefined;
    case 'moved':
      await attempting.onAccepted(seen.handle);
      return { kind: 'moved' };
  }
}

/** Watches an attempt until it ends, must not be waited for any longer, or we look away. */
export async function observeAttempt(attempting: Attempting, signal: AbortSignal): Promise<Seen> {
  const { ctx } = attempting;
  const { ask_again_ms, tick_ms } = ctx.config.patience;
  const stop = new AbortController();
  let why: Overdue | null = null;
  let askedAt = Date.now();
  const guard = setInterval(() => {
    void attempting.noteBlindness().catch((error: unknown) => ctx.log.warn({ err: error }, 'not recorded'));
    if (attempting.claim.survives && attempting.isCancelling && Date.now() - askedAt >= ask_again_ms) {
      askedAt = Date.now();
      attempting.askCancel();
    }
    why = attempting.overdue();
    if (why) stop.abort();
  }, tick_ms);
  const watched = AbortSignal.any([signal, stop.signal]);
  const ended = (error: unknown): Seen => {
    if (signal.aborted) return { kind: 'away' };
    return why ? { kind: 'overdue', why } : { kind: 'lost_sight', error };
  };
  // Who does not look away when told to is left alone after a moment.
  const lookedAway = new Promise<IteratorReturnResult<undefined>>((resolve) => {
    const leave = () => setTimeout(resolve, LOOK_AWAY_MS, { done: true, value: undefined }).unref();
    watched.addEventListener('abort', leave, { once: true });
  });
  const { backend, ref } = attempting;
  let observation: AsyncIterator<Observation> | undefined;
  try {
    for (;;) {
      let next: IteratorResult<Observation>;
      try {
        observation ??= backend.observe(ref, watched)[Symbol.asyncIterator]();
        next = await Promise.race([observation.next(), lookedAway]);
      } catch (error) {
        return ended(error);
      }
      if (next.done) return ended('the backend stopped telling');
      const seen = await take(attempting, next.value);
      if (seen) return seen;
    }
  } finally {
    clearInterval(guard);
    stop.abort();
    void Promise.resolve(observation?.return?.()).catch(() => undefined);
  }
}
