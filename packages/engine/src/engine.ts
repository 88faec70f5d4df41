import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedRuntime } from '@easel/contracts/settings';
import {
  JOB_VERSION,
  type Job,
  type WorkerError,
  type WorkerEvent,
  type WorkerOutput,
  type WorkerResult,
} from '@easel/contracts/worker';
import { inspectWeights } from './manifest/inspect-weights.js';
import { engineClosed } from './process/exit-error.js';
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
  /** How often a child says that it lives; thirty missed beats end it. Default: 1 s. */
  heartbeat_ms?: number;
  /** Threads of each child. Default: the machine's cores, at most 4. */
  threads?: number;
}

export interface RunOptions {
  /** Aborting stops the job within one step; `run` then rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * Gets every event; with `output` events come the bytes, as soon as that output is finished, and those of the still
   * picture of a video.
   */
  on_event?: (event: WorkerEvent, bytes?: Uint8Array, poster?: Uint8Array | null) => void;
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

  const openPool = (weights: string, memory_mib: number, concurrency: number): Pool => {
    const setup = { folder: join(weights_root, weights), threads, heartbeat_ms, memory_mib, parent_pid: process.pid };
    return new Pool(setup, concurrency, idle_shutdown_ms);
  };

  function poolOf({ weights, memory_mib, concurrency }: EmbeddedRuntime): Pool {
    if (closed) throw new Error('the engine is closed');
    const key = `${weights} ${memory_mib}`;
    const pool = pools.get(key)?.pool ?? openPool(weights, memory_mib, concurrency);
    pool.concurrency = concurrency;
    pools.set(key, { weights, pool });
    return pool;
  }

  async function load(pool: Pool): Promise<string[]> {
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
      const { runtime, attempt_id } = job;
      const refused = (error: WorkerError): RunOutcome => ({ result: { attempt_id, error }, outputs: [] });
      if (!('engine' in runtime) || job.job_version !== JOB_VERSION) return refused(notForUs);
      const say = stampEvents(attempt_id, on_event);
      const outputs: WorkerOutput[] = [];
      const kept: Uint8Array[] = [];
      say.event({ type: 'stage', stage: 'starting' });
      let outcome: Outcome;
      try {
        const pool = poolOf(runtime);
        const child = await pool.acquire(signal);
        outcome = await runInChild(child, job, files, runtime.timeout_s, signal, {
          message: say.message,
          output(output, bytes, poster) {
            outputs.push(output);
            kept.push(bytes);
            say.event({ type: 'output', output }, bytes, poster);
          },
        }).finally(() => pool.release(child));
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        return refused({ ...engineClosed, detail: String(error) });
      }
      if (outcome.kind === 'cancelled') throw signal.reason;
      if (outcome.kind === 'failed') return refused(outcome.error);
      count(outcome.measured);
      return { result: toResult(attempt_id, outcome, outputs), outputs: kept };
    },
    async warm(runtime) {
      const problems = await load(poolOf(runtime));
      if (problems.length > 0) throw new Error(`${runtime.weights} cannot be loaded: ${problems.join('; ')}`);
    },
    async inspect(weights) {
      const { problems } = await inspectWeights(join(weights_root, weights));
      if (problems.length > 0) return problems;
      const pool = openPool(weights, INSPECT_MEMORY_MIB, 1);
      return load(pool).finally(() => pool.close());
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

const notForUs: WorkerError = {
  code: 'model_error',
  message: 'The job is not one for this engine.',
  retryable: false,
  detail: `It needs an embedded runtime and job_version ${JOB_VERSION}.`,
};

function toResult(
  attempt_id: string,
  { measured, warnings, deploy_hash }: Extract<Outcome, { kind: 'done' }>,
  outputs: WorkerOutput[],
): WorkerResult {
  const { load_ms, run_ms, encode_ms, peak_rss_mib } = measured;
  return {
    attempt_id,
    outputs,
    warnings,
    measured: { load_ms, run_ms, encode_ms, peak_vram_mib: 0, peak_rss_mib, device: 'cpu' },
    worker: { version: ENGINE_VERSION, deploy_hash },
  };
}
