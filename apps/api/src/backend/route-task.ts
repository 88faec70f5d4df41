import type { Availability, RouteCandidate, RouteObstacle } from '@easel/contracts';
import type { Backend } from './backend.js';
import { allows, type BreakerState } from './breaker.js';

/** What operators decide about a backend. */
export interface BackendConfig {
  enabled: boolean;
  draining: boolean;
  /** Share of new work, 1 to 100. */
  weight: number;
  /** Models that may run there; null allows all. */
  models: string[] | null;
}

/** A backend with all that decides whether a task goes there. */
export interface Candidate {
  backend: Backend;
  config: BackendConfig;
  /** Models known to be deployed; null while that is not known. */
  deployed: ReadonlySet<string> | null;
  breakers: BreakerState[];
  in_flight: number;
}

type Obstacle = RouteCandidate['obstacles'][number];

/** Obstacles that stay until an operator changes something: a model that has only these is not served at all. */
const LASTING: readonly RouteObstacle[] = ['not_configured', 'not_allowed', 'disabled'];

function breakerObstacle({ fault, retry_at, last_message }: BreakerState, now: number): Obstacle {
  const codes: Partial<Record<typeof fault, RouteObstacle>> = {
    credentials: 'credentials_invalid',
    unreachable: 'unreachable',
    missing_function: 'not_deployed',
  };
  const until = retry_at !== null && retry_at > now ? new Date(retry_at).toISOString() : null;
  const then = until === null ? 'One attempt is finding out whether it is over.' : 'Then one attempt is let through.';
  return { code: codes[fault] ?? 'cooling', message: `${last_message} ${then}`, until };
}

/** Why a backend would not take a task of a model now; empty when it would. */
export function obstaclesOf(candidate: Candidate, model: string, now: number): Obstacle[] {
  const { backend, config, deployed, breakers, in_flight } = candidate;
  const found: Obstacle[] = [];
  const add = (code: RouteObstacle, message: string) => found.push({ code, message, until: null });
  const capacity = backend.capacity(model);
  if (capacity === 0) add('not_configured', `The model has no runtime for ${backend.label}.`);
  if (config.models && !config.models.includes(model)) add('not_allowed', 'The model is not among those allowed here.');
  if (!config.enabled) add('disabled', 'The backend is disabled.');
  if (config.draining) add('draining', 'The backend finishes what it has and takes nothing new.');
  if (capacity > 0 && deployed && !deployed.has(model)) add('not_deployed', 'The model is not deployed there.');
  for (const state of breakers) {
    if (state.model !== null && state.model !== model) continue;
    if (!allows(state, now)) found.push(breakerObstacle(state, now));
  }
  if (capacity > 0 && in_flight >= capacity) {
    add('full', `${in_flight} tasks of this model are there already; it takes ${capacity}.`);
  }
  return found;
}

/** Whether only an operator can make this backend take the model. */
export const isLasting = (obstacles: Obstacle[]): boolean => obstacles.some(({ code }) => LASTING.includes(code));

/** Whether nothing but work already there stands in the way. */
export const isUsable = (obstacles: Obstacle[]): boolean => obstacles.every(({ code }) => code === 'full');

/** Whether the model is running there already, is coming up, or has to be started. */
const READINESS: Availability[] = ['ready', 'starting', 'waiting', 'unavailable'];
export const readinessOf = (candidate: Candidate, model: string): number =>
  READINESS.indexOf(candidate.backend.availability(model));

/**
 * The candidates among which weights decide: those that failed this task least often, and of these the ones that are
 * readiest.
 */
export function shortlist<C extends Candidate>(
  eligible: C[],
  model: string,
  failures: ReadonlyMap<string, number>,
): C[] {
  const failed = (c: C) => failures.get(c.backend.id) ?? 0;
  const least = Math.min(...eligible.map(failed));
  const spared = eligible.filter((c) => failed(c) === least);
  const readiest = Math.min(...spared.map((c) => readinessOf(c, model)));
  return spared.filter((c) => readinessOf(c, model) === readiest);
}

/**
 * Smooth weighted round robin (as in nginx): of several candidates each gets its weight's share, spread evenly.
 * Returns the next one and the credits after it; nothing is remembered here.
 */
export function nextByWeight<C extends Candidate>(
  candidates: C[],
  credits: ReadonlyMap<string, number>,
): { next: C; credits: Map<string, number> } | undefined {
  const after = new Map(credits);
  const total = candidates.reduce((sum, c) => sum + c.config.weight, 0);
  for (const { backend, config } of candidates) after.set(backend.id, (after.get(backend.id) ?? 0) + config.weight);
  const credit = (c: C) => after.get(c.backend.id) ?? 0;
  const [first, ...others] = candidates;
  if (!first) return undefined;
  const next = others.reduce((best, c) => (credit(c) > credit(best) ? c : best), first);
  after.set(next.backend.id, credit(next) - total);
  return { next, credits: after };
}

/** One sentence on why a task goes where it goes. */
export function reasonFor(chosen: Candidate, eligible: Candidate[], model: string, failures: number): string {
  if (eligible.length === 1) return 'The only backend that can take it now.';
  const others = eligible.filter((c) => c !== chosen);
  if (failures === 0 && others.length > 0 && others.every((c) => readinessOf(c, model) > readinessOf(chosen, model))) {
    return 'Readier than the others.';
  }
  return `Its turn by weight ${chosen.config.weight} among ${eligible.length} backends.`;
}
