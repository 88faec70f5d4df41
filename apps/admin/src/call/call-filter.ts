import type { AttemptState } from '@easel/contracts';
import { ATTEMPT_STATES } from './attempt-look.js';

/** What the address bar says about the list of calls. */
export interface CallFilter {
  /** Comma-separated, in the order of an attempt's life. */
  state?: string;
  backend?: string;
  model?: string;
}

const textOf = (value: unknown): string =>
  // An id made of digits is read as a number by the router.
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Reads the filter from an address; what it does not know, it leaves out. */
export function parseCallFilter(search: Record<string, unknown>): CallFilter {
  const named = textOf(search.state).split(',');
  const state = ATTEMPT_STATES.filter((s) => named.includes(s)).join(',');
  const backend = textOf(search.backend);
  const model = textOf(search.model);
  return { ...(state !== '' && { state }), ...(backend !== '' && { backend }), ...(model !== '' && { model }) };
}

export const statesOf = (filter: CallFilter): string[] => filter.state?.split(',') ?? [];

/** The filter with one state added or taken away. All states are the same as none. */
export function toggleState({ state, ...rest }: CallFilter, toggled: AttemptState): CallFilter {
  const on = state?.split(',') ?? [];
  const next = ATTEMPT_STATES.filter((s) => (s === toggled ? !on.includes(s) : on.includes(s)));
  return next.length === 0 || next.length === ATTEMPT_STATES.length ? rest : { ...rest, state: next.join(',') };
}
