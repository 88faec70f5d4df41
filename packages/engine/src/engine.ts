import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedRuntime, Job, WorkerEvent, WorkerOutput, WorkerResult } from '@easel/contracts';
import { inspectWeights } from './manifest/inspect-weights.js';
import type { Measurements } from './process/messages.js';
import { Pool } from './process/pool.js';
import { type Outcome, runInChild } from './process/run-in-child.js';
import { stampEvents } from './stamp-events.js';
import { ENGINE_VERSION } from './version.js';

export interface EngineOptions {
  /** Folder that holds the model folders named by `runtimes.embedded.weights`. */
  weights_root: string;
  /** After how long without work a child is ended. Default: 5 minutes. */
  idle_shutdown_ms?: number;
  /** How often a child says that it lives; ten missed beats end it. Default: 1 s. */
  heartbeat_ms?: number;
  /** Threads of each child. Default: the machine's cores, at most 4. */
  threads?: number;
}

export interface RunOptions {
  /** Aborting stops the job within one step; `run` then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Gets every event; with `output` events come the bytes, as soon as that output is finished. */
  on_event?: (event: WorkerEvent, bytes?: Uint8Array) => void;
}

export interface RunOutcome {
  result: WorkerResult;
  /** The bytes, in the order of `result.outputs`; empty when the job failed. */
  outputs: Uint8Array[];
}

export interface EngineStats {
  /** Per model folder: how many children there are, how many work, their process ids. */
  pools: { weights: string; children: number; busy: number; pids: number[] }[];
  /** Jobs that ended well, the time inside session.run over all of them, and the highest peak of a child's memory. */
  jobs: number;
  session_ms: number;
  peak_rss_mib: number;
}

export interface Engine {
  /** Runs a job in a child process. A failure is a result with `error`; only an abort rejects. */
  run(job: Job, files: Record<string, Uint8Array>, options?: RunOptions): Promise<RunOutcome>;
  /** Starts a child and loads the model, so that the first job does not wait for it. */
  warm(runtime: EmbeddedRuntime): Promise<void>;
  /** Everything that is wrong with a model folder: manifest, files, checksums, and, by loading it, shapes. */
  inspect(weights: string): Promise<string[]>;
  stats(): EngineStats;
  /** Ends every child. */
  close(): Promise<void>;
}

const DEFAULTS = { idle_shutdown_ms: 300_000, heartbeat_ms: 1000 };
const INSPECT_MEMORY_MIB = 4096;

/** Runs models on this machine, each in child processes of its own. Loads nothing heavy into the calling process. */
export function createEngine(options: EngineOptions): Engine {
  const { weights_root, idle_shutdown_ms, heartbeat_ms } = { ...DEFAULTS, ...options };
  const threads = options.threads ?? Math.min(4, availableParallelism());
  const pools = new Map<string, { weights: string; pool: Pool }>();
  const totals = { jobs: 0, session_ms: 0, peak_rss_mib: 0 };
  let closed = false;

  function poolOf(weights: string, memory_mib: number, concurrency: number): Pool {
    if (closed) throw new Error('the engine is closed');
    const key = `${weights} ${memory_mib}`;
    const known = pools.get(key);
    if (known) {
      known.pool.concurrency = concurrency;
      return known.pool;
    }
    const setup = { folder: join(weights_root, weights), threads, heartbeat_ms, memory_mib, parent_pid: process.pid };
    const pool = new Pool(setup, concurrency, idle_shutdown_ms);
    pools.set(key, { weights, pool });
    return pool;
  }

  async function load(weights: string, memory_mib: number, concurrency: number): Promise<string[]> {
    const pool = poolOf(weights, memory_mib, concurrency);
    const child = await pool.acquire(new AbortController().signal);
    const { promise, resolve } = Promise.withResolvers<string[]>();
    child.listener = {
      message: (message) => message.type === 'loaded' && resolve(message.problems),
      ended: (error) => resolve([error.detail]),
    };
    child.send({ type: 'load' });
    return promise.finally(() => pool.release(child));
  }

  function count(measured: Measurements): void {
    totals.jobs += 1;
    totals.session_ms += measured.session_ms;
    totals.peak_rss_mib = Math.max(totals.peak_rss_mib, measured.peak_rss_mib);
  }

  return {
    async run(job, files, { signal = new AbortController().signal, on_event = () => undefined } = {}) {
      const { runtime } = job;
      if (!('engine' in runtime)) throw new Error('the job is not for the embedded engine');
      const say = stampEvents(job.attempt_id, on_event);
      const outputs: WorkerOutput[] = [];
      const kept: Uint8Array[] = [];
      say.event({ type: 'stage', stage: 'starting' });
      const pool = poolOf(runtime.weights, runtime.memory_mib, runtime.concurrency);
      const child = await pool.acquire(signal);
      const outcome = await runInChild(child, job, files, runtime.timeout_s, signal, {
        message: say.message,
        output(output, bytes) {
          outputs.push(output);
          kept.push(bytes);
          say.event({ type: 'output', output }, bytes);
        },
      }).finally(() => pool.release(child));
      if (outcome.kind === 'cancelled') throw signal.reason;
      if (outcome.kind === 'done') count(outcome.measured);
      const failed = outcome.kind === 'failed';
      return { result: toResult(job.attempt_id, outcome, outputs), outputs: failed ? [] : kept };
    },
    async warm({ weights, memory_mib, concurrency }) {
      const problems = await load(weights, memory_mib, concurrency);
      if (problems.length > 0) throw new Error(`${weights} cannot be loaded: ${problems.join('; ')}`);
    },
    async inspect(weights) {
      const { problems } = await inspectWeights(join(weights_root, weights));
      return problems.length > 0 ? problems : load(weights, INSPECT_MEMORY_MIB, 1);
    },
    stats: () => ({
      pools: [...pools.values()].map(({ weights, pool }) => {
        return { weights, children: pool.size, busy: pool.busy, pids: pool.pids() };
      }),
      ...totals,
    }),
    async close() {
      closed = true;
      await Promise.all([...pools.values()].map(({ pool }) => pool.close()));
    },
  };
}

function toResult(
  attempt_id: string,
  outcome: Exclude<Outcome, { kind: 'cancelled' }>,
  outputs: WorkerOutput[],
): WorkerResult {
  if (outcome.kind === 'failed') return { attempt_id, error: outcome.error };
  const { load_ms, run_ms, encode_ms, peak_rss_mib } = outcome.measured;
  return {
    attempt_id,
    outputs,
    warnings: outcome.warnings,
    measured: { load_ms, run_ms, encode_ms, peak_vram_mib: 0, peak_rss_mib, device: 'cpu' },
    worker: { version: ENGINE_VERSION, deploy_hash: outcome.deploy_hash },
  };
}
