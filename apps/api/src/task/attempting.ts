import { createHash } from 'node:crypto';
import type { TaskStage, WorkerEvent, WorkerResult } from '@easel/contracts';
import { storeImage } from '../asset/store-image.js';
import type { AttemptRef, Backend } from '../backend/backend.js';
import { readWhole } from '../backend/read-whole.js';
import type { Context } from '../context.js';
import type { TaskRow } from '../db/schema.js';
import type { Claim } from './claim-task.js';
import { completeTask, keepLateOutputs, type StoredOutput } from './complete-task.js';
import { failAttempt } from './fail-task.js';
import { changeTask, now } from './task.repository.js';

/** Everything one attempt does between its claim and its end. */
export class Attempting {
  readonly outputs = new Map<number, StoredOutput>();
  private stage: TaskStage = 'starting';
  private started = false;
  lastSign = Date.now();

  constructor(
    readonly ctx: Context,
    readonly claim: Claim,
    readonly backend: Backend,
    readonly handle: string,
  ) {}

  get ref(): AttemptRef {
    const { id, created_at, accepted_at, started_at, model } = this.claim.attempt;
    const type = this.task.type as AttemptRef['type'];
    return { attempt_id: id, handle: this.handle, model, type, accepted_at: accepted_at ?? created_at, started_at };
  }

  private get task(): TaskRow {
    return this.claim.task;
  }

  private publish(name: 'progress' | 'preview', data: object): void {
    const { id: task_id, owner_id } = this.task;
    this.ctx.hub.publish({ kind: 'momentary', owner_id, task_id, name, data: { task_id, ...data } });
  }

  private async enterStage(stage: TaskStage): Promise<void> {
    if (stage === this.stage) return;
    this.stage = stage;
    const { id } = this.task;
    const { fencing } = this.claim.attempt;
    const firstRun = stage === 'running' && !this.started;
    if (stage === 'running') this.started = true;
    const at = now();
    await this.ctx.store.write(async (tx) => {
      await changeTask(tx, id, { from: ['processing'], lease: { fencing, now: at } }, { stage });
      if (!firstRun) return;
      await tx.db
        .updateTable('attempts')
        .set({ state: 'running', started_at: at })
        .where('id', '=', this.claim.attempt.id)
        .where('state', 'in', ['submitted', 'accepted', 'unknown'])
        .execute();
    });
  }

  async storeOutput(output: StoredOutput['output']): Promise<void> {
    if (this.outputs.has(output.index)) return;
    const bytes = await readWhole(this.backend.fetch(this.ref, output.index, 'output'));
    if (createHash('sha256').update(bytes).digest('hex') !== output.sha256) {
      throw Object.assign(new Error('the bytes do not match their checksum'), { worker_code: 'invalid_output' });
    }
    this.ctx.crash.reach('before_store');
    const stored = await storeImage(this.ctx, bytes, output.content_type).catch((error: unknown) => {
      const code = (error as { code?: string }).code === 'unavailable' ? 'storage_error' : 'invalid_output';
      throw Object.assign(new Error(String(error)), { worker_code: code });
    });
    const measured = { ...output, width: stored.width, height: stored.height };
    this.outputs.set(output.index, { output: measured, blob: stored.blob, preview: stored.preview });
  }

  async onEvent(event: WorkerEvent): Promise<void> {
    this.lastSign = Date.now();
    if (event.type === 'stage') return this.enterStage(event.stage);
    if (event.type === 'output') return this.storeOutput(event.output);
    if (event.type === 'preview') {
      return this.publish('preview', { index: event.index, data_url: event.data_url });
    }
    if (event.type === 'log') return this.ctx.log[event.level]({ task_id: this.task.id }, event.message);
    if (event.type !== 'progress') return;
    const { progress, step, total_steps } = event;
    const live = this.ctx.live.set(this.task.id, { progress, step, total_steps, queue_position: null });
    this.publish('progress', { ...live, stage: this.stage });
  }

  finished(): StoredOutput[] {
    return [...this.outputs.values()].sort((a, b) => a.output.index - b.output.index);
  }

  async onResult(result: WorkerResult): Promise<void> {
    if ('error' in result) {
      await failAttempt(this.ctx, this.claim, result.error, this.finished());
      return;
    }
    await this.enterStage('saving');
    for (const output of result.outputs) await this.storeOutput(output);
    this.ctx.crash.reach('before_state');
    const done = await completeTask(this.ctx, this.claim, {
      outputs: this.finished(),
      warnings: result.warnings ?? [],
      load_ms: result.measured.load_ms,
      run_ms: result.measured.run_ms,
    });
    if (!done) await keepLateOutputs(this.ctx, this.task.id, this.finished());
  }
}
