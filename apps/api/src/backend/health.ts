import type { FaultClass } from '@easel/contracts';
import { afterFault, type BreakerState, cures, type Fault, type Step, scopeOf } from './breaker.js';

const COUNT_EVERY_MS = 10_000;

/** What happened to a backend's health and is worth keeping. */
export interface HealthNews {
  kind: 'breaker_opened' | 'breaker_closed' | 'out_of_sight' | 'in_sight';
  fault: FaultClass | null;
  /** The model it is about; null when it is about the whole backend. */
  model: string | null;
  message: string;
}

/** What is in trouble on one backend: its breakers, and whether it answers. */
export interface Health {
  breakers(): BreakerState[];
  /** Since when it gives no answer; null while it does. */
  outOfSightSince(): number | null;
  countFault(fault: Fault): void;
  /** It gives no answer about work it has. Counted once, and again every 10 s while it lasts. */
  goOutOfSight(fault: Fault): void;
  comeIntoSight(): void;
  /** An attempt came this far: faults that this disproves are forgotten. */
  countSuccess(model: string, step: Step): void;
  closeBreakers(): void;
  /** Marks that one attempt finds out whether trouble is over; returns what takes the mark away if nothing came of it. */
  tryFor(model: string): () => void;
}

interface Options {
  now: () => number;
  /** From 0 to 1: spreads pauses. */
  random: () => number;
  /** How long it gives no answer before that is told. */
  out_of_sight_ms: number;
  tell: (news: HealthNews) => void;
}

export function createHealth({ now, random, out_of_sight_ms, tell }: Options): Health {
  const states = new Map<string, BreakerState>();
  let outOfSight: { since: number; counted_at: number; told: boolean } | null = null;

  function close(over: (state: BreakerState) => boolean): void {
    for (const [key, state] of states) {
      if (!over(state)) continue;
      states.delete(key);
      if (state.retry_at === null) continue;
      const { fault, model } = state;
      tell({ kind: 'breaker_closed', fault, model, message: `Work goes there again: ${fault} is over.` });
    }
  }

  const health: Health = {
    breakers: () => [...states.values()],
    outOfSightSince: () => outOfSight?.since ?? null,
    countFault(fault) {
      const key = `${fault.fault} ${scopeOf(fault.fault, fault.model) ?? ''}`;
      const before = states.get(key);
      const after = afterFault(before, fault, now(), random());
      states.set(key, after);
      if (before?.retry_at != null || after.retry_at === null) return;
      const count = after.failures === 1 ? 'One fault' : `${after.failures} faults`;
      const message = `${count}, the last: ${fault.message}`;
      tell({ kind: 'breaker_opened', fault: fault.fault, model: after.model, message });
    },
    goOutOfSight(fault) {
      const at = now();
      const first = outOfSight === null;
      outOfSight ??= { since: at, counted_at: at, told: false };
      if (!outOfSight.told && at - outOfSight.since >= out_of_sight_ms) {
        outOfSight.told = true;
        tell({ kind: 'out_of_sight', fault: fault.fault, model: null, message: fault.message });
      }
      if (!first && at - outOfSight.counted_at < COUNT_EVERY_MS) return;
      outOfSight.counted_at = at;
      health.countFault(fault);
    },
    comeIntoSight() {
      if (!outOfSight) return;
      const { told } = outOfSight;
      outOfSight = null;
      if (told) tell({ kind: 'in_sight', fault: null, model: null, message: 'It answers again.' });
      close((state) => state.fault === 'unreachable' || state.fault === 'credentials');
    },
    countSuccess(model, step) {
      health.comeIntoSight();
      close((state) => (state.model === null || state.model === model) && cures(step, state.fault));
    },
    closeBreakers: () => close(() => true),
    tryFor(model) {
      const tried: [string, number][] = [];
      for (const [key, state] of states) {
        if (state.retry_at === null || (state.model !== null && state.model !== model)) continue;
        states.set(key, { ...state, trying: true });
        tried.push([key, state.openings]);
      }
      return () => {
        for (const [key, openings] of tried.splice(0)) {
          const state = states.get(key);
          if (state?.openings === openings) states.set(key, { ...state, trying: false });
        }
      };
    },
  };
  return health;
}
