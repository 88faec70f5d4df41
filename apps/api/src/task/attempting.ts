import type { FaultClass, TaskStage, WorkerEvent, WorkerOutput, WorkerResult } from '@easel/contracts';
import { type AttemptRef, type Backend, type EndFacts, UnusableOutput } from '../backend/backend.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import { noteAccepted, noteHandle, noteUnknown } from './attempt.repository.js';
import { type Claim, leaseOf } from './claim-task.js';
import { completeTask, type StoredOutput } from './complete-task.js';
import { storeOutput } from './store-output.js';
import { changeTask, now } from './task.repository.js';

/** Why an attempt is no longer waited for. */
export type Overdue = 'cancel' | 'failover' | 'stale' | 'late';

/** From a task's creation to its first sign of execution, whichever attempt gave it. */
const waitMs = (task: TaskRow, at: string): number => task.wait_ms ?? Date.parse(at) - Date.parse(task.created_at);

/** Everything one attempt does between its claim and its end. */
export class Attempting {
  readonly outputs = new Map<number, StoredOutput>();
  private stage: TaskStage;
  private started = false;
  lastSign = Date.now();
  /** Since when the backend has given no answer about it, and whether that is on record. */
  private blind: { since: number; noted: boolean } | null = null;
  private cancelAskedAt: number | null;
  /** Until when it is watched although it was given up; null while it is its task's attempt. */
  private lateUntil: number | null;
  private wakeUp = Promise.withResolvers<void>();
  private readonly answered = Promise.withResolvers<void>();
  handle: string | null;

  constructor(
    readonly ctx: Context,
    readonly claim: Claim,
    private readonly onLate: () => void = () => {},
  ) {
    const { attempt, task } = claim;
    this.handle = attempt.handle;
    // The column holds what our own writes put there.
    this.stage = (task.stage ?? 'starting') as TaskStage;
    this.started = attempt.started_at !== null;
    this.lateUntil = attempt.late_until === null ? null : Date.parse(attempt.late_until);
    this.cancelAskedAt = task.cancel_requested_at === null ? null : Date.now();
    if (this.handle !== null) this.answered.resolve();
    if (attempt.out_of_sight_since !== null) {
      this.blind = { since: Date.parse(attempt.out_of_sight_since), noted: true };
    }
  }

  get task(): TaskRow {
    return this.claim.task;
  }
  /** The backend as it is registered now: it may have been replaced meanwhile. */
  get backend(): Backend {
    const backend = this.ctx.backends.get(this.claim.attempt.backend_id);
    if (!backend) throw new UnusableOutput('backend_lost', 'The backend was removed.');
    return backend;
  }
  get ref(): AttemptRef {
    const { id, created_at, accepted_at, started_at, model } = this.claim.attempt;
    if (this.handle === null) throw new Error(`${id} has no handle yet`);
    const type = this.task.type as AttemptRef['type'];
    return { attempt_id: id, handle: this.handle, model, type, accepted_at: accepted_at ?? created_at, started_at };
  }
  get isLate(): boolean {
    return this.lateUntil !== null;
  }
  get isCancelling(): boolean {
    return this.cancelAskedAt !== null || this.isLate;
  }

  /** Resolves once the backend has answered whether it took it, or did not answer. */
  get handedOver(): Promise<void> {
    return this.answered.promise;
  }

  /** Resolves when something may have changed for an attempt that waits. */
  get woken(): Promise<void> {
    return this.wakeUp.promise;
  }
  wake(): void {
    const { resolve } = this.wakeUp;
    this.wakeUp = Promise.withResolvers();
    resolve();
  }

  /** Whether it must not be waited for any longer, and why. */
  overdue(): Overdue | null {
    const at = Date.now();
    const { out_of_sight_ms, cancel_confirm_ms } = this.ctx.config.patience;
    const { stale_after_s, unknown_failover_s } = this.ctx.settings.limits;
    const blindMs = this.blind === null ? null : at - this.blind.since;
    if (this.lateUntil !== null) return at >= this.lateUntil ? 'late' : null;
    if (this.cancelAskedAt !== null && this.claim.survives) {
      if (blindMs !== null && blindMs >= out_of_sight_ms) return 'cancel';
      if (at - this.cancelAskedAt >= cancel_confirm_ms) return 'cancel';
    }
    if (blindMs !== null) {
      return unknown_failover_s !== null && blindMs >= unknown_failover_s * 1000 ? 'failover' : null;
    }
    const staleMs = stale_after_s[this.task.type as 'image' | 'video'] * 1000;
    return at - this.lastSign > staleMs ? 'stale' : null;
  }

  /** Asks the backend to stop it: at once, or as soon as it is found. */
  askCancel(): void {
    this.cancelAskedAt ??= Date.now();
    if (this.handle !== null) {
      this.ctx.backends
        .get(this.claim.attempt.backend_id)
        ?.cancel(this.ref)
        .catch((error: unknown) => this.ctx.log.warn({ err: error, task_id: this.task.id }, 'cancel failed'));
    }
    this.wake();
  }

  /** It was given up: from now on only its result is looked for. */
  goLate(until: string): void {
    this.lateUntil = Date.parse(until);
    this.claim.attempt.late_until = until;
    this.onLate();
  }

  /** The backend took it. */
  async onAccepted(handle: string): Promise<void> {
    this.handle = handle;
    const { attempt } = this.claim;
    attempt.handle = handle;
    attempt.accepted_at ??= now();
    this.blind = null;
    this.lastSign = Date.now();
    if (this.isLate) await noteHandle(this.ctx, attempt.id, handle);
    else await noteAccepted(this.ctx, attempt.id, handle);
    this.answered.resolve();
  }

  /** Nothing is known of it from now on. `record` says so at once, otherwise after a while. */
  async goBlind(fault: FaultClass, message: string, record: boolean): Promise<void> {
    const { backends, config, log } = this.ctx;
    const { id, backend_id, model } = this.claim.attempt;
    if (this.blind === null) log.warn({ attempt_id: id, backend_id, fault }, message);
    this.blind ??= { since: Date.now(), noted: false };
    if (record) backends.reportFault(backend_id, { fault, model, message });
    else backends.reportOutOfSight(backend_id, { fault, model, message });
    await this.noteBlindness(record ? 0 : config.patience.out_of_sight_ms);
    this.answered.resolve();
  }
  /** Puts on record that it has been out of sight for this long. */
  async noteBlindness(afterMs = this.ctx.config.patience.out_of_sight_ms): Promise<void> {
    if (this.blind === null || this.blind.noted || Date.now() - this.blind.since < afterMs) return;
    this.blind.noted = true;
    if (!this.isLate) await noteUnknown(this.ctx, this.claim.attempt.id, this.blind.since);
  }

  /** The backend answered for it. */
  async onSign(): Promise<void> {
    this.lastSign = Date.now();
    const { blind } = this;
    this.blind = null;
    if (!this.claim.survives) return;
    this.ctx.backends.reportInSight(this.claim.attempt.backend_id);
    if (blind?.noted && this.handle !== null) await noteAccepted(this.ctx, this.claim.attempt.id, this.handle);
  }

  private publish(name: 'progress' | 'preview', data: object): void {
    const { id: task_id, owner_id } = this.task;
    this.ctx.hub.publish({ kind: 'momentary', owner_id, task_id, name, data: { task_id, ...data } });
  }

  private async enterStage(stage: TaskStage): Promise<void> {
    if (stage === this.stage || this.isLate) return;
    this.stage = stage;
    const { attempt } = this.claim;
    const firstRun = stage === 'running' && !this.started;
    if (stage === 'running') this.started = true;
    const at = now();
    if (firstRun) {
      attempt.started_at = at;
      if (this.claim.survives) this.ctx.backends.reportSuccess(attempt.backend_id, attempt.model, 'running');
    }
    await this.ctx.store.write(async (tx) => {
      const guard = { from: ['processing' as const], lease: leaseOf(this.claim) };
      await changeTask(tx, this.task.id, guard, firstRun ? { stage, wait_ms: waitMs(this.task, at) } : { stage });
      if (!firstRun) return;
      await tx.db
        .updateTable('attempts')
        .set({ state: 'running', started_at: at })
        .where('id', '=', attempt.id)
        .where('state', 'in', ['submitted', 'accepted', 'unknown'])
        .execute();
    });
  }

  async storeOutput(output: WorkerOutput): Promise<void> {
    if (this.outputs.has(output.index)) return;
    this.outputs.set(output.index, await storeOutput(this.ctx, this.backend, this.ref, this.task, output));
  }

  async onEvent(event: WorkerEvent): Promise<void> {
    await this.onSign();
    if (event.type === 'output') return this.onOutput(event.output);
    if (event.type === 'log') return this.ctx.log[event.level]({ task_id: this.task.id }, event.message);
    if (this.isLate) return;
    if (event.type === 'stage') return this.enterStage(event.stage);
    if (event.type === 'preview') {
      return this.publish('preview', { index: event.index, data_url: event.data_url });
    }
    if (event.type !== 'progress') return;
    const { progress, step, total_steps } = event;
    const live = this.ctx.live.set(this.task.id, { progress, step, total_steps, queue_position: null });
    this.publish('progress', { ...live, stage: this.stage });
  }

  private async onOutput(output: WorkerOutput): Promise<void> {
    try {
      await this.storeOutput(output);
    } catch (error) {
      // What goes on elsewhere names its outputs again with the result.
      if (!this.claim.survives) throw error;
      this.ctx.log.warn({ err: error, task_id: this.task.id }, 'an output could not be kept yet');
    }
  }

  finished(): StoredOutput[] {
    return [...this.outputs.values()].sort((a, b) => a.output.index - b.output.index);
  }

  /** Stores what a result names and ends the task well. Returns false when the task was no longer ours to end. */
  async complete(result: Exclude<WorkerResult, { error: unknown }>, facts: EndFacts): Promise<boolean> {
    await this.enterStage('saving');
    for (const output of result.outputs) await this.storeOutput(output);
    this.ctx.crash.reach('before_state');
    return completeTask(this.ctx, this.claim, {
      outputs: this.finished(),
      warnings: result.warnings ?? [],
      load_ms: result.measured.load_ms,
      run_ms: result.measured.run_ms,
      facts,
    });
  }
}
