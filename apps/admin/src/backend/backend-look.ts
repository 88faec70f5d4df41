import type { Backend, BackendEvent, BackendState, FaultClass } from '@easel/contracts';
import type { Tone } from '@easel/ui';

/** How each state is named and coloured, and what it means for new work. */
export const STATE_LOOK = {
  ready: { label: 'Ready', tone: 'ok', means: 'Takes work.' },
  cooling: { label: 'Cooling', tone: 'warn', means: 'Takes no work for a while after faults, then one try.' },
  unreachable: { label: 'Unreachable', tone: 'bad', means: 'Does not answer. It is asked again by itself.' },
  credentials_invalid: { label: 'Refused', tone: 'bad', means: 'The token was refused. Give it another one.' },
  unchecked: { label: 'Unchecked', tone: 'neutral', means: 'Was never checked. Check it, and it takes work.' },
  draining: { label: 'Draining', tone: 'accent', means: 'Finishes what it has, takes nothing new, then is disabled.' },
  disabled: { label: 'Disabled', tone: 'neutral', means: 'Takes no work until it is enabled.' },
} as const satisfies Record<BackendState, { label: string; tone: Tone; means: string }>;

export const FAULT_LABEL = {
  credentials: 'credentials refused',
  unreachable: 'no answer',
  throttled: 'throttled',
  missing_function: 'function missing',
  stale_function: 'older deployment',
  start_failure: 'did not start',
  out_of_memory: 'out of memory',
  model_error: 'model error',
  invalid_output: 'unusable output',
  lost: 'work lost',
} as const satisfies Record<FaultClass, string>;

type EventKind = BackendEvent['kind'];

/** How each kind of event is named and coloured in the history. */
export const EVENT_LOOK = {
  added: { label: 'Added', tone: 'accent' },
  changed: { label: 'Changed', tone: 'neutral' },
  credentials_changed: { label: 'Credentials replaced', tone: 'neutral' },
  enabled: { label: 'Enabled', tone: 'ok' },
  disabled: { label: 'Disabled', tone: 'neutral' },
  drain_started: { label: 'Drain started', tone: 'neutral' },
  drained: { label: 'Drained', tone: 'neutral' },
  check_passed: { label: 'Check passed', tone: 'ok' },
  check_failed: { label: 'Check failed', tone: 'bad' },
  breaker_opened: { label: 'Breaker opened', tone: 'warn' },
  breaker_closed: { label: 'Breaker closed', tone: 'ok' },
  out_of_sight: { label: 'Out of sight', tone: 'warn' },
  in_sight: { label: 'Back in sight', tone: 'ok' },
  deploy_started: { label: 'Deployment started', tone: 'accent' },
  deploy_succeeded: { label: 'Deployed', tone: 'ok' },
  deploy_failed: { label: 'Deployment failed', tone: 'bad' },
  rolled_back: { label: 'Rolled back', tone: 'warn' },
  autoscaler_changed: { label: 'Autoscaler changed', tone: 'neutral' },
  deleted: { label: 'Deleted', tone: 'neutral' },
} as const satisfies Record<EventKind, { label: string; tone: Tone }>;

/** What needs somebody first; else in the order of the server. */
export const faultsFirst = (backends: readonly Backend[]): Backend[] =>
  [...backends].sort((a, b) => Number(needsSomebody(b)) - Number(needsSomebody(a)));

/** What needs an operator before it goes away. */
export const needsSomebody = ({ state }: Pick<Backend, 'state'>): boolean =>
  state === 'cooling' || state === 'unreachable' || state === 'credentials_invalid';

/** The open breaker of the whole backend that keeps it waiting longest; null when none is. */
export function coolingBy({ breakers }: Pick<Backend, 'breakers'>): Backend['breakers'][number] | null {
  const open = breakers.filter((breaker) => breaker.open);
  const whole = open.filter((breaker) => breaker.model === null);
  const late = (breaker: Backend['breakers'][number]) => Date.parse(breaker.retry_at ?? '') || 0;
  return [...(whole.length > 0 ? whole : open)].sort((a, b) => late(b) - late(a))[0] ?? null;
}

/** Why a backend is as it is, in a sentence: the fault where there is one, otherwise what the state means. */
export function reasonOf(backend: Backend): string {
  const breaker = backend.state === 'cooling' ? coolingBy(backend) : null;
  if (breaker !== null) {
    const times = breaker.failures === 1 ? '' : ` × ${breaker.failures}`;
    const fault = FAULT_LABEL[breaker.fault];
    const what = fault.charAt(0).toUpperCase() + fault.slice(1);
    return `${what}${times}${breaker.model === null ? '' : ` with ${breaker.model}`}: ${breaker.last_message}`;
  }
  const check = backend.last_check;
  // What takes work is told what is amiss, too: nothing may be deployed there.
  const problem = check !== null && !check.ok && !isOff(backend) ? check.problems[0] : undefined;
  return problem ?? STATE_LOOK[backend.state].means;
}

/** Whether somebody has taken it out of work. */
export const isOff = ({ state }: Pick<Backend, 'state'>): boolean => state === 'disabled' || state === 'draining';

/** What can be done to a backend in its state. The engine of this machine has nothing to check or deploy. */
export function verbsOf(backend: Backend): {
  check: boolean;
  drain: boolean;
  enable: boolean;
  disable: boolean;
  deploy: boolean;
} {
  const rented = backend.kind === 'modal';
  const off = isOff(backend);
  return {
    check: rented,
    drain: !off,
    enable: off || backend.breakers.some((breaker) => breaker.open),
    disable: backend.state !== 'disabled',
    deploy: rented,
  };
}

/** How many models of the last check are deployed, stale, missing or failed. */
export function countModels(backend: Pick<Backend, 'last_check'>): {
  deployed: number;
  stale: number;
  missing: number;
  failed: number;
} {
  const count = { deployed: 0, stale: 0, missing: 0, failed: 0 };
  for (const { state } of backend.last_check?.models ?? []) if (state !== 'unknown') count[state]++;
  return count;
}
