import { createHash } from 'node:crypto';
import {
  type Availability,
  type FaultClass,
  type Job,
  MODE_OUTPUTS,
  type Settings,
  type TaskErrorCode,
  type TaskStage,
  type TaskWarning,
  type WorkerError,
  type WorkerEvent,
  type WorkerOutput,
  type WorkerResult,
} from '@easel/contracts';
import type { AttemptRef, Backend, EndFacts, Observation, OutputPart, Submission } from '../src/backend/backend.js';
import { tinyPicture } from './tiny-picture.js';
import { tinyVideo } from './tiny-video.js';

export type Step =
  | { stage: TaskStage }
  | { progress: number }
  | { preview: string }
  | { heartbeat: true }
  | { log: string }
  /** Announces a finished output before the result. */
  | { output: number }
  /** Goes on when the promise does, or when the attempt is cancelled. */
  | { wait: Promise<unknown> };

/** What one attempt does. Without anything: runs and succeeds. */
export interface Script {
  submit?: 'accepted' | 'unknown' | 'throws' | { rejected: WorkerError; fault?: FaultClass };
  /** What is found out after `unknown`. */
  probe?: 'accepted' | 'unknown';
  steps?: Step[];
  /** How it ends; `nothing` ends the observation without a result, `hangs` never ends it. */
  end?: 'success' | 'nothing' | 'hangs' | { error: WorkerError };
  /** A cancellation stops it (then none is an error), is refused with an exception, or comes too late. */
  cancel?: 'stops' | 'throws' | 'too_late';
  warnings?: TaskWarning[];
  /** Bytes of an output instead of a picture. */
  bytes?: Uint8Array;
  run_ms?: number;
  /** False: a video comes without its still. */
  poster?: boolean;
  /** What is known of the end beside the result. */
  facts?: Partial<EndFacts>;
}

export interface Run {
  job: Job;
  script: Script;
  files: Record<string, Uint8Array>;
  cancelled: PromiseWithResolvers<'cancelled'>;
  is_cancelled: boolean;
  outputs: Map<number, Uint8Array>;
  posters: Map<number, Uint8Array>;
  released: boolean;
}

export const workerError = (code: TaskErrorCode, retryable: boolean, message = `made up: ${code}`): WorkerError => ({
  code,
  message,
  retryable,
  detail: 'detail for the log',
});

export const BLAMELESS: EndFacts = { fault: null, never_ran: false, billed_s: 0, deploy_hash: null, platform: null };

const isVideo = (job: Job) => MODE_OUTPUTS[job.mode] === 'video';
const seedOf = (job: Job) => (typeof job.input.seed === 'number' ? job.input.seed : 0);
export const checksum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/**
 * A strict backend for tests: does what each attempt's script says, and notes every call that no script expects.
 * `assertDone` fails when something unexpected happened or something expected did not.
 */
export class FakeBackend implements Backend {
  readonly id: string = 'fake';
  readonly kind: Backend['kind'] = 'embedded';
  readonly label: string = 'Fake';
  readonly survives_restart: boolean = false;
  readonly jobs: Job[] = [];
  readonly files: Record<string, Uint8Array>[] = [];
  protected readonly scripts: Script[] = [];
  protected readonly runs = new Map<string, Run>();
  private readonly probed: { attempt_id: string; found: Submission }[] = [];
  protected readonly surprises: string[] = [];
  protected fallback: ((job: Job) => Script) | null = null;
  protected models: Settings['models'] = {};
  running = 0;
  most_running = 0;

  configure(settings: Settings): void {
    this.models = settings.models;
  }
  /** Expects one more attempt. Attempts take scripts in the order in which they are submitted. */
  expect(...scripts: Script[]): this {
    this.scripts.push(...scripts);
    return this;
  }
  /** Takes any number of attempts. */
  always(script: Script | ((job: Job) => Script)): this {
    this.fallback = typeof script === 'function' ? script : () => script;
    return this;
  }

  protected surprise(what: string): never {
    this.surprises.push(what);
    throw new Error(`not expected: ${what}`);
  }
  protected run(handle: string, call: string): Run {
    const run = this.runs.get(handle);
    if (!run || run.released) return this.surprise(`${call} of ${handle}`);
    return run;
  }

  capacity(model: string): number {
    return Object.hasOwn(this.models, model) ? (this.models[model]?.runtimes.embedded?.concurrency ?? 0) : 0;
  }
  availability(model: string): Availability {
    return this.capacity(model) > 0 ? 'ready' : 'unavailable';
  }

  async submit(job: Job, files: Record<string, Uint8Array>): Promise<Submission> {
    const script = this.scripts.shift() ?? this.fallback?.(job) ?? this.surprise(`submit of ${job.task_id}`);
    if (this.runs.has(job.attempt_id)) this.surprise(`second submit of ${job.attempt_id}`);
    this.jobs.push(job);
    this.files.push(files);
    if (script.submit === 'throws') throw new Error('the connection broke');
    if (typeof script.submit === 'object') {
      const { rejected: error, fault = 'model_error' } = script.submit;
      return { kind: 'rejected', error, fault };
    }
    const handle = `handle-${job.attempt_id}`;
    const began = script.submit !== 'unknown' || script.probe === 'accepted';
    if (began) this.begin(handle, job, files, script);
    if (script.submit !== 'unknown') return { kind: 'accepted', handle };
    const found: Submission = began ? { kind: 'accepted', handle } : { kind: 'unknown', message: 'nobody knows' };
    this.probed.push({ attempt_id: job.attempt_id, found });
    return { kind: 'unknown', message: 'the answer was lost' };
  }

  protected begin(handle: string, job: Job, files: Record<string, Uint8Array>, script: Script): void {
    const cancelled = Promise.withResolvers<'cancelled'>();
    const held = { outputs: new Map<number, Uint8Array>(), posters: new Map<number, Uint8Array>() };
    this.runs.set(handle, { job, script, files, cancelled, is_cancelled: false, ...held, released: false });
    this.running += 1;
    this.most_running = Math.max(this.most_running, this.running);
  }

  protected async finishOutput(run: Run, index: number): Promise<WorkerOutput> {
    return isVideo(run.job) ? this.finishVideo(run, index) : this.finishPicture(run, index);
  }

  private async finishVideo(run: Run, index: number): Promise<WorkerOutput> {
    const seed = seedOf(run.job) + index;
    const bytes = run.script.bytes ?? (await tinyVideo(seed));
    const still = await tinyPicture(seed, 'webp');
    run.outputs.set(index, bytes);
    run.posters.set(index, still);
    const poster = { content_type: 'image/webp', width: 16, height: 16, sha256: checksum(still), bytes: still.length };
    // What a worker says of size and length counts less than what the file says.
    const announced = { content_type: 'video/webm', width: 1, height: 1, duration_s: 9, seed };
    const withPoster = run.script.poster === false ? {} : { poster };
    return { index, ...announced, sha256: checksum(bytes), bytes: bytes.length, ...withPoster };
  }

  private async finishPicture(run: Run, index: number): Promise<WorkerOutput> {
    const seed = seedOf(run.job) + index;
    const bytes = run.script.bytes ?? (await tinyPicture(seed, run.job.output.format));
    run.outputs.set(index, bytes);
    const content_type = `image/${run.job.output.format}`;
    return {
      index,
      content_type,
      width: 16,
      height: 16,
      duration_s: null,
      seed,
      sha256: checksum(bytes),
      bytes: bytes.length,
    };
  }

  protected async event(run: Run, seq: number, step: Exclude<Step, { wait: unknown }>): Promise<WorkerEvent> {
    const stamp = { attempt_id: run.job.attempt_id, seq, at: new Date().toISOString() };
    if ('stage' in step) return { ...stamp, type: 'stage', stage: step.stage };
    if ('progress' in step) {
      return { ...stamp, type: 'progress', progress: step.progress, step: Math.round(step.progress), total_steps: 100 };
    }
    if ('preview' in step) return { ...stamp, type: 'preview', index: 0, data_url: step.preview };
    if ('log' in step) return { ...stamp, type: 'log', level: 'info', message: step.log };
    if ('output' in step) return { ...stamp, type: 'output', output: await this.finishOutput(run, step.output) };
    return { ...stamp, type: 'heartbeat' };
  }

  protected async result(run: Run): Promise<WorkerResult> {
    const { attempt_id, count } = run.job;
    const { end, warnings, run_ms = 5 } = run.script;
    if (typeof end === 'object') return { attempt_id, error: end.error };
    const outputs = await Promise.all(Array.from({ length: count }, (_, index) => this.finishOutput(run, index)));
    return {
      attempt_id,
      outputs,
      ...(warnings ? { warnings } : {}),
      measured: { load_ms: 1, run_ms, encode_ms: 1, peak_vram_mib: 0, peak_rss_mib: 50, device: 'fake' },
      worker: { version: '1', deploy_hash: 'fake' },
    };
  }

  async *observe({ handle }: AttemptRef, signal: AbortSignal): AsyncGenerator<Observation> {
    const run = this.run(handle, 'observe');
    const away = new Promise<'away'>((resolve) => {
      signal.addEventListener('abort', () => resolve('away'), { once: true });
      if (signal.aborted) resolve('away');
    });
    let seq = 0;
    const { script } = run;
    for (const step of script.steps ?? [{ stage: 'running' }]) {
      if ('wait' in step) {
        if ((await Promise.race([step.wait, run.cancelled.promise, away])) === 'away') return;
      } else {
        yield { kind: 'event', event: await this.event(run, seq++, step) };
      }
      if (signal.aborted) return;
      if (run.is_cancelled) break;
    }
    if (script.end === 'hangs' && !run.is_cancelled) {
      if ((await Promise.race([run.cancelled.promise, away])) === 'away') return;
    }
    if (script.end === 'nothing') return;
    if (run.is_cancelled && script.cancel !== 'too_late') {
      const error = workerError('cancelled_by_backend', false, 'The work was stopped.');
      yield { kind: 'result', result: { attempt_id: run.job.attempt_id, error }, facts: BLAMELESS };
      return;
    }
    yield { kind: 'result', result: await this.result(run), facts: { ...BLAMELESS, ...script.facts } };
  }

  async *fetch({ handle }: AttemptRef, index: number, part: OutputPart): AsyncGenerator<Uint8Array> {
    const run = this.run(handle, 'fetch');
    const bytes = (part === 'poster' ? run.posters : run.outputs).get(index);
    yield bytes ?? this.surprise(`fetch of output ${index} of ${handle}`);
  }
  async cancel({ handle }: AttemptRef): Promise<void> {
    const run = this.runs.get(handle);
    // A cancellation may cross the end of the work.
    if (!run || run.released) return;
    if (run.script.cancel === undefined) this.surprise(`cancel of ${handle}`);
    if (run.script.cancel === 'throws') throw new Error('the backend does not answer');
    run.is_cancelled = true;
    run.cancelled.resolve('cancelled');
  }
  async probe({ attempt_id: attemptId }: Job, _files?: object, _again?: boolean): Promise<Submission> {
    const index = this.probed.findIndex((p) => p.attempt_id === attemptId);
    const [found] = index < 0 ? [] : this.probed.splice(index, 1);
    return found?.found ?? this.surprise(`probe of ${attemptId}`);
  }
  release({ handle }: AttemptRef): void {
    this.run(handle, 'release').released = true;
    this.running -= 1;
  }
  async close(): Promise<void> {}

  /** Fails when a call was not expected, or a script, a probe or a run is left over. */
  assertDone(): void {
    const left = [...this.runs.values()].filter((run) => !run.released).map((run) => run.job.task_id);
    const problems = [
      ...this.surprises.map((what) => `not expected: ${what}`),
      ...this.scripts.map(() => 'an expected attempt never came'),
      ...this.probed.map((p) => `${p.attempt_id} was never probed`),
      ...left.map((task) => `${task} was never released`),
    ];
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
}
