import type { Availability, FaultClass, Job, WorkerError } from '@easel/contracts';
import type { AttemptRef, Observation, OutputPart, Submission } from '../src/backend/backend.js';
import { BLAMELESS, FakeBackend, type Run, type Script, type Step, workerError } from './fake-backend.js';

const PIECE_BYTES = 700;

export type RentedStep =
  | Step
  /** Answers for the attempt, without news. */
  | { alive: true }
  /** The observation breaks off with an exception; the next one goes on after it. */
  | { breaks: true }
  /** The attempt is found to be held under another handle. */
  | { moved: true };

export interface RentedScript extends Omit<Script, 'submit' | 'probe' | 'steps'> {
  /** `lost_reply`: it began and nobody was told; `lost_request`: it never arrived. */
  submit?: 'accepted' | 'lost_reply' | 'lost_request' | { rejected: WorkerError; fault?: FaultClass };
  steps?: RentedStep[];
  /** The line is cut with the submission. */
  cut?: boolean;
}

interface Place {
  /** How many steps were told. */
  told: number;
  seq: number;
}

/**
 * A strict fake of a rented place: its attempts go on whatever becomes of us, each begins at most once, and the line to it
 * can be cut.
 */
export class RentedFake extends FakeBackend {
  override readonly kind = 'modal';
  override readonly survives_restart = true;
  private readonly arrived = new Map<string, RentedScript>();
  private readonly places = new Map<string, Place>();
  private line = Promise.withResolvers<void>();
  private cut: FaultClass | null = null;
  /** How often each attempt began to run. */
  readonly executions = new Map<string, number>();
  readonly cancels: string[] = [];
  ready = true;

  constructor(
    override readonly id = 'rented',
    override readonly label = 'Rented',
  ) {
    super();
  }

  plan(...scripts: RentedScript[]): this {
    // The steps of a rented place are told by this class alone.
    return this.expect(...(scripts as Script[]));
  }
  /** From now on nothing is answered, for this reason. */
  cutLine(fault: FaultClass = 'unreachable'): void {
    this.cut = fault;
    this.line.resolve();
    this.line = Promise.withResolvers();
  }
  mendLine(): void {
    this.cut = null;
    this.line.resolve();
    this.line = Promise.withResolvers();
  }

  override capacity(model: string): number {
    const modal = Object.hasOwn(this.models, model) ? this.models[model]?.runtimes.modal : undefined;
    return modal === undefined ? 0 : modal.max_containers * modal.concurrency;
  }
  override availability(): Availability {
    return this.ready ? 'ready' : 'waiting';
  }

  /** A place of others does not forget what we let go of: a process that died with the result asks for it again. */
  protected override run(handle: string, call: string): Run {
    return this.runs.get(handle) ?? this.surprise(`${call} of ${handle}`);
  }
  override release(ref: AttemptRef): void {
    if (!this.run(ref.handle, 'release').released) super.release(ref);
  }

  private start(job: Job, files: Record<string, Uint8Array>, script: RentedScript): string {
    const handle = `call-${job.attempt_id}`;
    this.executions.set(job.attempt_id, (this.executions.get(job.attempt_id) ?? 0) + 1);
    if (this.runs.has(handle)) this.surprise(`second run of ${job.attempt_id}`);
    this.begin(handle, job, files, script as Script);
    this.places.set(handle, { told: 0, seq: 0 });
    return handle;
  }

  override async submit(job: Job, files: Record<string, Uint8Array>): Promise<Submission> {
    if (this.jobs.some(({ attempt_id }) => attempt_id === job.attempt_id)) this.surprise(`second ${job.attempt_id}`);
    this.jobs.push(job);
    this.files.push(files);
    const script = (this.scripts.shift() ?? this.fallback?.(job) ?? this.surprise('submit')) as RentedScript;
    this.arrived.set(job.attempt_id, script);
    if (typeof script.submit === 'object') {
      const { rejected: error, fault = 'model_error' } = script.submit;
      return { kind: 'rejected', error, fault };
    }
    if (script.submit === 'lost_request') {
      if (script.cut) this.cutLine();
      return this.unanswered();
    }
    if (this.cut) return this.unanswered();
    const handle = this.start(job, files, script);
    if (script.cut) this.cutLine();
    return script.submit === 'lost_reply' ? this.unanswered() : { kind: 'accepted', handle };
  }

  private unanswered(): Submission {
    return { kind: 'unknown', message: 'No answer.', fault: this.cut ?? 'unreachable' };
  }

  override async probe(job: Job, files: Record<string, Uint8Array> = {}, again = true): Promise<Submission> {
    const { attempt_id } = job;
    const first = this.jobs.find((known) => known.attempt_id === attempt_id);
    if (first && JSON.stringify(first) !== JSON.stringify(job)) this.surprise(`another job for ${attempt_id}`);
    const script = this.arrived.get(attempt_id) ?? ((this.scripts.shift() ?? this.surprise('probe')) as RentedScript);
    this.arrived.set(attempt_id, script);
    if (this.cut) return this.unanswered();
    const handle = `call-${attempt_id}`;
    if (this.runs.has(handle)) return { kind: 'accepted', handle };
    if (again) return { kind: 'accepted', handle: this.start(job, files, script) };
    const error = workerError('backend_lost', true, 'It never began.');
    return { kind: 'rejected', error, fault: 'lost' };
  }

  override async *observe({ handle }: AttemptRef, signal: AbortSignal): AsyncGenerator<Observation> {
    const run = this.run(handle, 'observe');
    const place = this.places.get(handle) ?? this.surprise(`observe of ${handle}`);
    const away = new Promise<'away'>((resolve) => {
      signal.addEventListener('abort', () => resolve('away'), { once: true });
      if (signal.aborted) resolve('away');
    });
    for (;;) {
      if (signal.aborted) return;
      if (this.cut) {
        yield { kind: 'out_of_sight', fault: this.cut, message: 'No answer.' };
        await Promise.race([this.line.promise, away]);
        if (!this.cut) yield { kind: 'alive' };
        continue;
      }
      if (run.is_cancelled && run.script.cancel !== 'too_late') break;
      const step = (run.script.steps as RentedStep[] | undefined)?.[place.told];
      if (!step) break;
      if ('wait' in step) {
        const on = step.wait.then(() => 'on' as const);
        const late = run.script.cancel === 'too_late';
        const news = await Promise.race([on, this.line.promise, away, ...(late ? [] : [run.cancelled.promise])]);
        if (news === 'on') place.told += 1;
        continue;
      }
      place.told += 1;
      if ('alive' in step) yield { kind: 'alive' };
      else if ('breaks' in step) throw new Error('the stream broke');
      else if ('moved' in step) {
        const other = `${handle}-moved`;
        this.runs.set(other, run);
        this.places.set(other, place);
        this.runs.delete(handle);
        yield { kind: 'moved', handle: other };
        return;
      } else yield { kind: 'event', event: await this.event(run, place.seq++, step) };
    }
    if (run.script.end === 'hangs' && !run.is_cancelled) {
      await Promise.race([run.cancelled.promise, away]);
      if (signal.aborted) return;
    }
    yield await this.end(run);
  }

  private async end(run: Run): Promise<Observation> {
    const facts = { ...BLAMELESS, ...run.script.facts };
    if (!run.is_cancelled || run.script.cancel === 'too_late') {
      return { kind: 'result', result: await this.result(run), facts };
    }
    const error = workerError('cancelled_by_backend', false, 'The work was stopped.');
    return { kind: 'result', result: { attempt_id: run.job.attempt_id, error }, facts };
  }

  override async *fetch(ref: AttemptRef, index: number, part: OutputPart): AsyncGenerator<Uint8Array> {
    for await (const bytes of super.fetch(ref, index, part)) {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        if (this.cut) throw new Error('the line is cut');
        yield bytes.subarray(at, at + PIECE_BYTES);
      }
    }
  }

  override async cancel(ref: AttemptRef): Promise<void> {
    if (this.cut) throw new Error('the line is cut');
    this.cancels.push(ref.attempt_id);
    return super.cancel(ref);
  }
}
