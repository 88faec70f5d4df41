import {
  JOB_VERSION,
  Job,
  type ModalRuntime,
  modalClassName,
  type WorkerDescription,
  type WorkerEvent,
  type WorkerReply,
  type WorkerResult,
} from '@easel/contracts';
import type { FunctionSpec, HandlerContext, Workspace } from '@easel/modal-emulator';
import type { ResultsStore } from './results-store.js';

const ATTEMPTS = 'easel-attempts';
const EVENTS = 'easel-events';
const INLINE_BYTES = 4 * 1024 * 1024;

/** An event without what the host stamps on it. */
export type Said = WorkerEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'attempt_id' | 'seq' | 'at'>
    : never
  : never;

export interface RunContext {
  /** Aborted when the container is taken away or the call is cancelled. */
  signal: AbortSignal;
  say(event: Said): void;
  /** What loading took, told once per container. */
  load_ms: number;
  deploy_hash: string;
  call: HandlerContext;
}

/** Does a job's work. Throwing is a failure of the worker itself; errors of the model are results. */
export type Run = (
  job: Job,
  files: Record<string, Uint8Array>,
  context: RunContext,
) => Promise<{ result: WorkerResult; files: Map<string, Uint8Array> }>;

export interface DeployedModel {
  deploy_hash: string;
  runtime: ModalRuntime;
  revision: string | null;
}

export interface WorkerOptions {
  worker_version: string;
  models: Record<string, DeployedModel>;
  run: Run;
  results: ResultsStore;
  /** From asking for a container until it runs, and what loading takes then. */
  cold_start_ms?: number;
  load_ms?: number;
  /** Further properties of every class, for tests. */
  each?: Partial<Omit<FunctionSpec, 'kind'>>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const answer = (reply: WorkerReply, files: Map<string, Uint8Array> = new Map()) => {
  const total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  return { reply: JSON.stringify(reply), files: total <= INLINE_BYTES ? Object.fromEntries(files) : {} };
};

function readJob(text: string): { job: Job } | { refused: WorkerReply } {
  const value: unknown = JSON.parse(text);
  const { job_version } = value as { job_version?: unknown };
  if (job_version !== JOB_VERSION) {
    const message = `job_version ${String(job_version)} is not ${JOB_VERSION}`;
    return { refused: { refused: { reason: 'job_version', message } } };
  }
  const job = Job.safeParse(value);
  if (job.success) return { job: job.data };
  return { refused: { refused: { reason: 'invalid_job', message: job.error.message } } };
}

/** The method `generate` of one class: takes each attempt once, keeps what was made, and only then reports. */
function generate(model: DeployedModel, { run, results }: WorkerOptions) {
  return async (args: unknown[], _kwargs: Record<string, unknown>, call: HandlerContext) => {
    const [text, files] = args as [string, Record<string, Uint8Array>];
    const read = readJob(text);
    if ('refused' in read) return answer(read.refused);
    const { job } = read;
    const claims = call.dict(ATTEMPTS);
    if (!claims.putIfAbsent(job.attempt_id, call.call_id)) {
      const holder = String(claims.get(job.attempt_id));
      if (holder !== call.call_id) return answer({ duplicate_of: holder });
    }
    const before = results.get(job.attempt_id);
    if (before?.result) return answer({ result: before.result }, before.files);
    let seq = 0;
    const say = (event: Said) => {
      const stamp = { attempt_id: job.attempt_id, seq, at: new Date().toISOString() };
      seq += 1;
      call.queue(EVENTS).put(job.attempt_id, JSON.stringify({ ...event, ...stamp }));
    };
    const load_ms = Number(call.container.state.get('load_ms') ?? 0);
    call.container.state.set('load_ms', 0);
    const made = await run(job, files, { signal: call.signal, say, load_ms, deploy_hash: model.deploy_hash, call });
    if (call.signal.aborted) throw new Error('the container was taken away');
    results.put(job.attempt_id, made.files, made.result);
    return answer({ result: made.result }, made.files);
  };
}

/** The function `ledger`. */
function ledger(options: WorkerOptions) {
  const { worker_version, models, results } = options;
  const described: WorkerDescription = {
    worker_version,
    models: Object.fromEntries(
      Object.entries(models).map(([id, { deploy_hash, revision }]) => [id, { deploy_hash, revision }]),
    ),
  };
  return (args: unknown[], _kwargs: Record<string, unknown>, call: HandlerContext) => {
    const request = JSON.parse(String(args[0])) as Record<string, unknown>;
    if (request.op === 'describe') return { reply: JSON.stringify(described) };
    const attempt_id = String(request.attempt_id);
    const stored = results.get(attempt_id);
    if (request.op === 'find') {
      const holder = call.dict(ATTEMPTS).get(attempt_id);
      const call_id = holder === undefined ? null : String(holder);
      const state = stored?.result ? 'finished' : call_id === null ? 'absent' : 'claimed';
      return { reply: JSON.stringify({ state, call_id, result: stored?.result ?? null }) };
    }
    const bytes = stored?.files.get(String(request.name));
    const from = Number(request.offset);
    const data = bytes?.subarray(from, from + Number(request.length)) ?? new Uint8Array();
    return { reply: JSON.stringify({ size: bytes?.length ?? null }), data: Buffer.from(data) };
  };
}

function classOf(id: string, model: DeployedModel, options: WorkerOptions): FunctionSpec {
  const { runtime } = model;
  const partition = `model:${modalClassName(id)}`;
  return {
    kind: 'class',
    methods: { generate: generate(model, options) },
    gpu: runtime.gpu,
    min_containers: runtime.min_containers,
    max_containers: runtime.max_containers,
    concurrency: runtime.concurrency,
    timeout_ms: runtime.timeout_s * 1000,
    startup_timeout_ms: runtime.startup_timeout_s * 1000,
    scaledown_ms: runtime.scaledown_s * 1000,
    cold_start_ms: options.cold_start_ms ?? 0,
    async enter(container, { queue }) {
      const say = (state: string) => {
        const event = { type: 'container', state, container: container.id, at: new Date().toISOString() };
        queue(EVENTS).put(partition, JSON.stringify(event));
      };
      say('loading');
      await pause(options.load_ms ?? 0);
      container.state.set('load_ms', options.load_ms ?? 0);
      say('ready');
    },
    ...options.each,
  };
}

/**
 * Deploys to an emulated workspace what the worker's own module deploys to Modal: a class per model, and the ledger. The
 * protocol is the same; what a model does is given.
 */
export function deployWorker(
  workspace: Workspace,
  app_name: string,
  options: WorkerOptions,
  environment?: string,
): void {
  const classes = Object.entries(options.models).map(([id, model]) => [
    modalClassName(id),
    classOf(id, model, options),
  ]);
  const functions: Record<string, FunctionSpec> = {
    ...Object.fromEntries(classes),
    ledger: { kind: 'function', handler: ledger(options), concurrency: 20 },
  };
  workspace.deploy(app_name, functions, environment === undefined ? {} : { environment });
}
