import type { AutoscalerPatch, FaultClass, Job, Settings, WorkerDescription } from '@easel/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { AttemptRef, Backend, Submission } from '../backend.js';
import { createCancellations } from './cancel-call.js';
import { checkWorkspace } from './check-workspace.js';
import type { Limits } from './deadlines.js';
import { fetchOutput } from './fetch-output.js';
import { createFunctions } from './functions.js';
import { createLedger } from './ledger.js';
import { observeCall } from './observe-call.js';
import { type Credentials, type Link, openLink } from './open-link.js';
import { faultOf, rpcError } from './rpc-error.js';
import { submitJob } from './submit-job.js';
import { TIMINGS, type Timings } from './timings.js';
import { createContainerWatch } from './watch-containers.js';

export interface ModalBackendOptions {
  id: string;
  label: string;
  credentials: Credentials;
  environment: string | null;
  /** The control plane; Modal's own when null. */
  server_url: string | null;
  /** The app that serves; null while nothing is deployed. */
  app_name: string | null;
  settings: Settings;
  log: FastifyBaseLogger;
  timings?: Partial<Timings>;
}

/** What a look at a workspace found. */
export interface ModalCheck {
  latency_ms: number | null;
  credentials: 'valid' | 'invalid' | 'unknown';
  description: WorkerDescription | null;
  /** What is wrong and what to do, in words. */
  problems: string[];
}

/** A workspace on Modal. */
export interface ModalBackend extends Backend {
  /** Takes over other credentials, another label or another app; what is under way goes on. */
  update(change: { label?: string; credentials?: Credentials; app_name?: string | null }): void;
  check(): Promise<ModalCheck>;
  /** What an app says of itself. */
  describe(app_name: string): Promise<WorkerDescription>;
  load(model: string): Promise<{ containers: number; backlog: number }>;
  autoscale(model: string, patch: AutoscalerPatch): Promise<void>;
}

const unknown = (error: unknown): Submission => {
  const rpc = rpcError(error);
  return { kind: 'unknown', message: rpc.message, fault: faultOf(rpc) };
};

const nothingRan = (fault: FaultClass): Submission => ({
  kind: 'rejected',
  error: { code: 'backend_lost', message: 'It never began.', retryable: true, detail: 'no call has taken it' },
  fault,
});

export function createModalBackend(options: ModalBackendOptions): ModalBackend {
  const { settings, log } = options;
  const timings = { ...TIMINGS, ...options.timings };
  let { label, credentials, app_name } = options;
  let link: Promise<Link> | null = null;
  const files = new Map<string, Map<string, Uint8Array>>();
  /** When a model last finished something here: its container may still be warm. */
  const lastDone = new Map<string, number>();

  const connect = (): Promise<Link> => {
    link ??= openLink({ ...options, credentials, timings }).catch((error: unknown) => {
      link = null;
      throw error;
    });
    return link;
  };
  const functions = createFunctions(() => app_name);
  const ledger = createLedger(connect, functions, timings);
  const containers = createContainerWatch(connect, timings);
  const warn = (error: unknown, message: string) => log.warn({ err: error, backend_id: options.id }, message);
  const cancellations = createCancellations(connect, timings, (error) => warn(error, 'a container was not ended'));
  const runtimeOf = (model: string) =>
    Object.hasOwn(settings.models, model) ? settings.models[model]?.runtimes.modal : undefined;

  function limitsOf(model: string): Limits {
    const runtime = runtimeOf(model);
    const startup_ms = (runtime?.startup_timeout_s ?? 600) * 1000;
    return {
      start_ms: startup_ms + settings.limits.backend_queue_s * 1000,
      load_ms: startup_ms,
      run_ms: (runtime?.timeout_s ?? 3600) * 1000 + timings.run_grace_ms,
    };
  }

  const submit = async (job: Job, inputs: Record<string, Uint8Array>): Promise<Submission> =>
    submitJob(await connect(), functions, job, inputs, timings);

  return {
    id: options.id,
    kind: 'modal',
    get label() {
      return label;
    },
    survives_restart: true,
    capacity(model) {
      const runtime = runtimeOf(model);
      return runtime ? runtime.max_containers * runtime.concurrency + 1 : 0;
    },
    availability(model) {
      const runtime = runtimeOf(model);
      if (!runtime) return 'unavailable';
      if (app_name === null) return 'waiting';
      const warm = Date.now() - (lastDone.get(model) ?? 0) < runtime.scaledown_s * 1000;
      return runtime.min_containers > 0 || warm ? 'ready' : 'starting';
    },
    submit,
    async *observe(attempt, signal) {
      const observing = {
        connect,
        ledger,
        containers,
        cancellations,
        timings,
        limits: limitsOf(attempt.model),
        keepFiles: (handle: string, kept: Map<string, Uint8Array>) => void files.set(handle, kept),
        warn,
      };
      for await (const seen of observeCall(observing, attempt, signal)) {
        if (seen.kind === 'result' && !('error' in seen.result)) lastDone.set(attempt.model, Date.now());
        yield seen;
      }
    },
    async *fetch(attempt, index, part) {
      const name = `${part}-${index}`;
      const inline = files.get(attempt.handle)?.get(name);
      if (inline) yield inline;
      else yield* fetchOutput(ledger, attempt.attempt_id, name);
    },
    cancel: (attempt) => cancellations.ask(attempt.handle),
    async probe(job, inputs, again) {
      try {
        const entry = await ledger.find(job.attempt_id);
        if (entry.call_id !== null) return { kind: 'accepted', handle: entry.call_id };
        // The claim has expired and the result has not: any id that is not known leads to the ledger.
        if (entry.state === 'finished') return { kind: 'accepted', handle: `fc-${job.attempt_id}` };
      } catch (error) {
        return unknown(error);
      }
      return again ? submit(job, inputs) : nothingRan('lost');
    },
    release(attempt: AttemptRef) {
      files.delete(attempt.handle);
      cancellations.settle(attempt.handle);
      const forget = ({ calls, watch }: Link) => {
        calls.delete(attempt.handle);
        watch.facts.delete(attempt.handle);
      };
      void link?.then(forget, () => undefined);
    },
    update(change) {
      label = change.label ?? label;
      if (change.app_name !== undefined) app_name = change.app_name;
      if (change.credentials) {
        credentials = change.credentials;
        const before = link;
        link = null;
        void before?.then(({ client }) => client.close()).catch(() => undefined);
      }
      functions.forget();
    },
    check: () => checkWorkspace(connect, ledger, app_name),
    describe: (app) => ledger.describe(app),
    async load(model) {
      const connected = await connect();
      const stats = await functions.use(
        () => functions.model(connected, model),
        (found) => found.getCurrentStats(),
      );
      return { containers: stats.numTotalRunners, backlog: stats.backlog };
    },
    async autoscale(model, patch) {
      const connected = await connect();
      const wanted = {
        ...(patch.min_containers === undefined ? {} : { minContainers: patch.min_containers }),
        ...(patch.max_containers === undefined ? {} : { maxContainers: patch.max_containers }),
        ...(patch.buffer_containers === undefined ? {} : { bufferContainers: patch.buffer_containers }),
        ...(patch.scaledown_s === undefined ? {} : { scaledownWindowMs: patch.scaledown_s * 1000 }),
      };
      await functions.use(
        () => functions.model(connected, model),
        (found) => found.updateAutoscaler(wanted),
      );
    },
    async close() {
      const open = link;
      link = null;
      for (const handle of [...files.keys()]) cancellations.settle(handle);
      files.clear();
      await open?.then(({ client }) => client.close()).catch(() => undefined);
    },
  };
}
