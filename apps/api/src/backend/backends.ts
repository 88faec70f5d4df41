import type { Availability, BackendState, Breaker, RouteCandidate } from '@easel/contracts';
import type { Backend } from './backend.js';
import { breakerView, type Fault, type Step } from './breaker.js';
import { createHealth, type Health, type HealthNews } from './health.js';
import {
  type BackendConfig,
  type Candidate,
  isLasting,
  isUsable,
  nextByWeight,
  obstaclesOf,
  readinessOf,
  reasonFor,
  shortlist,
} from './route-task.js';

/** Something that happened to a backend and is worth keeping. */
export type BackendHappening = (HealthNews | (Omit<HealthNews, 'kind'> & { kind: 'drained' })) & { backend_id: string };

/** Where a task of a model would go now, and why not elsewhere. */
export interface RouteDecision {
  chosen: { backend_id: string; label: string; why: string } | null;
  candidates: RouteCandidate[];
}

/** A place on a backend, held for one attempt. */
export interface Placement {
  backend: Backend;
  reason: string;
  /** Gives the place back. Calling it again does nothing. */
  release(): void;
}

export interface RegisteredBackend {
  backend: Backend;
  config: BackendConfig;
  in_flight: number;
  /** Since when it gives no answer; null while it does. */
  out_of_sight_since: string | null;
}

/** Every configured backend: what may run where, what is in trouble, and where the next task goes. */
export interface Backends {
  add(backend: Backend, config?: Partial<BackendConfig>): void;
  /** Puts another in the place of a backend, for example with new credentials; what is known of it stays. */
  replace(backend: Backend): Promise<void>;
  /** Takes a backend out and closes it. */
  remove(id: string): Promise<void>;
  configure(id: string, change: Partial<BackendConfig>): void;
  get(id: string): Backend | undefined;
  list(): RegisteredBackend[];
  /** How a backend is, as far as its work shows. */
  state(id: string): BackendState;
  /** Attempts in flight on a backend, of one model or of all. */
  inFlight(id: string, model?: string): number;
  breakers(id: string): Breaker[];
  /** Lets work through again at once, whatever was counted. */
  closeBreakers(id: string): void;
  reportFault(id: string, fault: Fault): void;
  /** An attempt came this far: faults that this disproves are forgotten. */
  reportSuccess(id: string, model: string, step?: Step): void;
  /** The backend gives no answer about work it has. Counted once, and again every 10 s while it lasts. */
  reportOutOfSight(id: string, fault: Fault): void;
  reportInSight(id: string): void;
  /** Which models a check found deployed; null when that is not known. */
  setDeployed(id: string, models: string[] | null): void;
  setDispatchPaused(paused: boolean): void;
  dispatchPaused(): boolean;
  /** Whether an enabled backend is configured for the model and may run it: otherwise waiting would be in vain. */
  serves(model: string): boolean;
  /** Whether a task of the model could start now. */
  hasRoom(model: string): boolean;
  availability(model: string): Availability;
  /** @param failures how often the task failed on which backend: others are preferred */
  route(model: string, failures?: ReadonlyMap<string, number>): RouteDecision;
  /** Takes a place for an attempt where `route` points. */
  take(model: string, failures?: ReadonlyMap<string, number>): Placement | undefined;
  /** Takes a place for an attempt that is there already; null when it is only watched and takes no room of its model. */
  hold(id: string, model: string | null): () => void;
  on(listener: (happening: BackendHappening) => void): () => void;
  /** Told when a backend may take or answer more than before; null when that goes for all. */
  onRelief(listener: (backend_id: string | null) => void): () => void;
  /** Throws when no backend is usable. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const NO_FAILURES: ReadonlyMap<string, number> = new Map();
const OUT_OF_SIGHT_MS = 30_000;

const isoOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

interface Entry {
  backend: Backend;
  config: BackendConfig;
  deployed: ReadonlySet<string> | null;
  health: Health;
  /** By model; under null what is only watched. */
  in_flight: Map<string | null, number>;
}

interface Options {
  models: string[];
  now?: () => number;
  /** From 0 to 1: spreads pauses. */
  random?: () => number;
  /** How long a backend gives no answer before that is told. */
  out_of_sight_ms?: number;
}

export function createBackends({
  models,
  now = Date.now,
  random = Math.random,
  out_of_sight_ms = OUT_OF_SIGHT_MS,
}: Options): Backends {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(happening: BackendHappening) => void>();
  const relieved = new Set<(backend_id: string | null) => void>();
  /** Credits of the weighted turns, by model. */
  const turns = new Map<string, ReadonlyMap<string, number>>();
  let paused = false;

  const relieve = (backend_id: string | null) => {
    for (const listener of relieved) listener(backend_id);
  };
  const tell = (happening: BackendHappening) => {
    for (const listener of listeners) listener(happening);
    if (happening.kind === 'breaker_closed' || happening.kind === 'in_sight') relieve(happening.backend_id);
  };
  const total = (entry: Entry) => [...entry.in_flight.values()].reduce((sum, n) => sum + n, 0);
  const candidateOf = (entry: Entry, model: string): Candidate => ({
    backend: entry.backend,
    config: entry.config,
    deployed: entry.deployed,
    breakers: entry.health.breakers(),
    in_flight: entry.in_flight.get(model) ?? 0,
  });
  const obstacles = (entry: Entry, model: string) => obstaclesOf(candidateOf(entry, model), model, now());
  const all = () => [...entries.values()];

  function drainedYet(entry: Entry): void {
    if (!entry.config.draining || total(entry) > 0) return;
    const message = 'Everything it had has ended.';
    tell({ kind: 'drained', backend_id: entry.backend.id, fault: null, model: null, message });
  }

  function hold(id: string, model: string | null): () => void {
    const entry = entries.get(id);
    if (!entry) return () => {};
    entry.in_flight.set(model, (entry.in_flight.get(model) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      entry.in_flight.set(model, (entry.in_flight.get(model) ?? 1) - 1);
      drainedYet(entry);
    };
  }

  function choose(model: string, failures: ReadonlyMap<string, number>) {
    const eligible = all()
      .map((entry) => candidateOf(entry, model))
      .filter((candidate) => obstaclesOf(candidate, model, now()).length === 0);
    if (eligible.length === 0) return undefined;
    const turn = nextByWeight(shortlist(eligible, model, failures), turns.get(model) ?? new Map());
    if (!turn) return undefined;
    const why = reasonFor(turn.next, eligible, model, failures.get(turn.next.backend.id) ?? 0);
    return { backend: turn.next.backend, credits: turn.credits, why };
  }

  const registry: Backends = {
    add(backend, config = {}) {
      if (entries.has(backend.id)) throw new Error(`the backend ${backend.id} is registered already`);
      const { id: backend_id } = backend;
      const health = createHealth({
        now,
        random,
        out_of_sight_ms,
        tell: (news) => tell({ ...news, backend_id }),
      });
      const defaults = { enabled: true, draining: false, weight: 1, models: null };
      entries.set(backend_id, {
        backend,
        config: { ...defaults, ...config },
        deployed: null,
        health,
        in_flight: new Map(),
      });
      relieve(backend_id);
    },
    async replace(backend) {
      const entry = entries.get(backend.id);
      if (!entry) throw new Error(`the backend ${backend.id} is not registered`);
      const before = entry.backend;
      entry.backend = backend;
      relieve(backend.id);
      await before.close();
    },
    async remove(id) {
      const entry = entries.get(id);
      entries.delete(id);
      for (const [model, credits] of turns) {
        turns.set(model, new Map([...credits].filter(([backend]) => backend !== id)));
      }
      await entry?.backend.close();
    },
    configure(id, change) {
      const entry = entries.get(id);
      if (!entry) return;
      const began = change.draining === true && !entry.config.draining;
      entry.config = { ...entry.config, ...change };
      if (began) drainedYet(entry);
      relieve(id);
    },
    get: (id) => entries.get(id)?.backend,
    list: () =>
      all().map((entry) => ({
        backend: entry.backend,
        config: entry.config,
        in_flight: total(entry),
        out_of_sight_since: isoOrNull(entry.health.outOfSightSince()),
      })),
    state(id) {
      const entry = entries.get(id);
      if (!entry?.config.enabled) return 'disabled';
      if (entry.config.draining) return 'draining';
      const open = entry.health.breakers().filter((state) => state.retry_at !== null);
      if (open.some((state) => state.fault === 'credentials')) return 'credentials_invalid';
      if (entry.health.outOfSightSince() !== null || open.some((state) => state.fault === 'unreachable'))
        return 'unreachable';
      return open.length > 0 ? 'cooling' : 'ready';
    },
    inFlight(id, model) {
      const entry = entries.get(id);
      if (!entry) return 0;
      return model === undefined ? total(entry) : (entry.in_flight.get(model) ?? 0);
    },
    breakers: (id) => (entries.get(id)?.health.breakers() ?? []).map(breakerView),
    closeBreakers: (id) => entries.get(id)?.health.closeBreakers(),
    reportFault: (id, fault) => entries.get(id)?.health.countFault(fault),
    reportSuccess: (id, model, step = 'done') => entries.get(id)?.health.countSuccess(model, step),
    reportOutOfSight: (id, fault) => entries.get(id)?.health.goOutOfSight(fault),
    reportInSight: (id) => entries.get(id)?.health.comeIntoSight(),
    setDeployed(id, deployed) {
      const entry = entries.get(id);
      if (!entry) return;
      entry.deployed = deployed === null ? null : new Set(deployed);
      relieve(id);
    },
    setDispatchPaused(value) {
      paused = value;
      relieve(null);
    },
    dispatchPaused: () => paused,
    serves: (model) => all().some((entry) => !isLasting(obstacles(entry, model))),
    hasRoom: (model) => !paused && all().some((entry) => obstacles(entry, model).length === 0),
    availability(model) {
      if (!registry.serves(model)) return 'unavailable';
      if (paused) return 'waiting';
      const usable = all().filter((entry) => isUsable(obstacles(entry, model)));
      const best = Math.min(...usable.map((entry) => readinessOf(candidateOf(entry, model), model)));
      return best === 0 ? 'ready' : best === 1 ? 'starting' : 'waiting';
    },
    route(model, failures = NO_FAILURES) {
      const chosen = choose(model, failures);
      const candidates = all().map((entry) => {
        const found = obstacles(entry, model);
        const { backend, config } = entry;
        const { id: backend_id, label } = backend;
        const in_flight = entry.in_flight.get(model) ?? 0;
        const { weight } = config;
        const eligible = found.length === 0;
        return { backend_id, label, eligible, obstacles: found, in_flight, capacity: backend.capacity(model), weight };
      });
      const { id: backend_id, label } = chosen?.backend ?? { id: '', label: '' };
      return { chosen: chosen ? { backend_id, label, why: chosen.why } : null, candidates };
    },
    take(model, failures = NO_FAILURES) {
      const chosen = paused ? undefined : choose(model, failures);
      const entry = chosen && entries.get(chosen.backend.id);
      if (!chosen || !entry) return undefined;
      turns.set(model, chosen.credits);
      const giveBack = hold(chosen.backend.id, model);
      const stopTrying = entry.health.tryFor(model);
      const release = () => {
        stopTrying();
        giveBack();
      };
      return { backend: chosen.backend, reason: chosen.why, release };
    },
    hold,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRelief(listener) {
      relieved.add(listener);
      return () => relieved.delete(listener);
    },
    async check() {
      const usable = models.some((model) => all().some((entry) => isUsable(obstacles(entry, model))));
      if (!usable) throw new Error('no backend can run any model');
    },
    async close() {
      await Promise.all(all().map(({ backend }) => backend.close()));
    },
  };
  return registry;
}
