import { isTerminal, type TaskStatus, type TaskWarning, type WorkerOutput } from '@easel/contracts';
import { insertAsset } from '../asset/asset.repository.js';
import type { EndFacts } from '../backend/backend.js';
import type { Context } from '../context.js';
import type { AssetRow, TaskRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { newId } from '../ids.js';
import { settleLate } from '../limit/spending.repository.js';
import type { BlobRef } from '../storage/storage.js';
import { endAttempt, factColumns } from './attempt.repository.js';
import { taskCost } from './attempt-cost.js';
import { type Claim, leaseOf } from './claim-task.js';
import { appendTaskEvent, changeTask, now } from './task.repository.js';

/** A finished output whose bytes are on disk. */
export interface StoredOutput {
  output: WorkerOutput;
  blob: BlobRef;
  preview: BlobRef;
}

export interface Success {
  outputs: StoredOutput[];
  warnings: TaskWarning[];
  load_ms: number;
  run_ms: number;
  facts: EndFacts;
}

/** The row of an output's asset: with everything needed to make it again. */
export function outputRow(task: TaskRow, { output, blob, preview }: StoredOutput, late: boolean): AssetRow {
  const input = JSON.parse(task.input);
  const seed = output.seed === null ? {} : { seed: output.seed };
  const recipe = { model: task.model, mode: task.mode, input: { ...input, ...seed } };
  return {
    id: newId('asset'),
    owner_id: task.owner_id,
    kind: 'output',
    task_id: task.id,
    idx: output.index,
    late: late ? 1 : 0,
    type: task.type,
    model: task.model,
    content_type: output.content_type,
    width: output.width,
    height: output.height,
    bytes: blob.bytes,
    duration_s: output.duration_s,
    sha256: blob.sha256,
    upload_sha256: null,
    preview_sha256: preview.sha256,
    seed: output.seed,
    recipe: JSON.stringify(recipe),
    favorite: 0,
    tags: '[]',
    created_at: now(),
    deleted_at: null,
  };
}

/** Records stored outputs as assets of the task. Those of a task that was deleted meanwhile are deleted with it. */
export async function insertOutputs(
  { storage }: Pick<Context, 'storage'>,
  tx: Tx,
  task: TaskRow,
  outputs: StoredOutput[],
  late = false,
): Promise<void> {
  const { deleted_at } = await tx.db
    .selectFrom('tasks')
    .select('deleted_at')
    .where('id', '=', task.id)
    .executeTakeFirstOrThrow();
  for (const stored of outputs) {
    const row = { ...outputRow(task, stored, late), deleted_at };
    await insertAsset(tx, row, [stored.blob, stored.preview], storage);
  }
}

/** Time from the start of an attempt to its first sign of running, without loading. */
export function startMs(attempt: { created_at: string; started_at: string | null }, loadMs: number): number {
  if (attempt.started_at === null) return 0;
  return Math.max(0, Date.parse(attempt.started_at) - Date.parse(attempt.created_at) - loadMs);
}

/**
 * Ends a task well: assets recorded, attempt succeeded, state `done`, one transaction. Returns false when the lease
 * has passed on or run out, or the task had ended before: then nothing is changed here.
 */
export function completeTask(ctx: Context, claim: Claim, success: Success): Promise<boolean> {
  const { task, attempt } = claim;
  return ctx.store.write(async (tx) => {
    const at = now();
    const current = await tx.db
      .selectFrom('attempts')
      .select(['started_at', 'created_at'])
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    const start = startMs(current, success.load_ms);
    const held = await tx.db
      .selectFrom('tasks')
      .select('wait_ms')
      .where('id', '=', task.id)
      .where('status', '=', 'processing')
      .where('fencing', '=', attempt.fencing)
      .where('lease_expires_at', '>', leaseOf(claim).now)
      .executeTakeFirst();
    if (!held) return false;
    await insertOutputs(ctx, tx, task, success.outputs);
    const { facts, run_ms } = success;
    const end = { state: 'succeeded' as const, error: null, facts, start_ms: start, run_ms };
    await endAttempt(ctx, tx, attempt.id, task, end);
    const done = await changeTask(
      tx,
      task.id,
      { from: ['processing'], lease: leaseOf(claim) },
      {
        status: 'done',
        stage: null,
        progress: 100,
        warnings: JSON.stringify(success.warnings),
        start_ms: start,
        load_ms: success.load_ms,
        run_ms: success.run_ms,
        // What never said that it runs began so long before it ended.
        wait_ms: held.wait_ms ?? Math.max(0, Date.parse(at) - Date.parse(task.created_at) - success.run_ms),
        cost_microusd: await taskCost(tx, task.id),
        total_ms: Date.parse(at) - Date.parse(task.created_at),
        lease_owner: null,
        lease_expires_at: null,
        finished_at: at,
      },
    );
    return done !== undefined;
  });
}

/** Keeps a result that arrived after its task was given up: shown as late, the state stays as it is. */
export function keepLateOutputs(ctx: Context, taskId: string, outputs: StoredOutput[]): Promise<void> {
  return ctx.store.write(async (tx) => {
    const task = await tx.db
      .updateTable('tasks')
      .set((eb) => ({ version: eb('version', '+', 1), updated_at: now() }))
      .where('id', '=', taskId)
      .where('status', 'in', ['failed', 'cancelled'])
      .where('deleted_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!task) return;
    await insertOutputs(ctx, tx, task, outputs, true);
    await appendTaskEvent(tx, task, 'task.output');
  });
}

/** Leaves out what the task has already. */
async function notKept(tx: Tx, taskId: string, outputs: StoredOutput[]): Promise<StoredOutput[]> {
  const kept = await tx.db.selectFrom('assets').select(['idx', 'sha256']).where('task_id', '=', taskId).execute();
  return outputs.filter(({ output, blob }) => {
    return !kept.some(({ idx, sha256 }) => idx === output.index && sha256 === blob.sha256);
  });
}

/**
 * Ends the watch over an attempt that was given up. What it made was paid for and is kept with the task as late, whatever
 * the task's state; what it cost is added. Does nothing when the watch had ended before.
 */
export function endLateAttempt(
  ctx: Pick<Context, 'store' | 'storage' | 'settings'>,
  { task, attempt }: Claim,
  found: { outputs: StoredOutput[]; facts: EndFacts } | null,
): Promise<void> {
  return ctx.store.write(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('attempts')
      .set({ late_until: null, ...(found ? factColumns(ctx, task, found.facts) : {}) })
      .where('id', '=', attempt.id)
      .where('late_until', 'is not', null)
      .executeTakeFirstOrThrow();
    if (!found || !numUpdatedRows) return;
    const cost_microusd = await taskCost(tx, task.id);
    if (found.outputs.length === 0 && cost_microusd === 0) return;
    const before = await tx.db.selectFrom('tasks').select('cost_microusd').where('id', '=', task.id).executeTakeFirst();
    const row = await tx.db
      .updateTable('tasks')
      .set((eb) => ({ version: eb('version', '+', 1), updated_at: now(), cost_microusd }))
      .where('id', '=', task.id)
      .returningAll()
      .executeTakeFirst();
    if (!row || !before) return;
    // Of one that has not ended this is counted when it does.
    if (isTerminal(row.status as TaskStatus)) await settleLate(tx, row, before.cost_microusd);
    // A task that no later attempt took up has what this one had finished when it was given up.
    const outputs = row.fencing === attempt.fencing ? await notKept(tx, task.id, found.outputs) : found.outputs;
    await insertOutputs(ctx, tx, row, outputs, true);
    if (row.deleted_at === null) await appendTaskEvent(tx, row, outputs.length > 0 ? 'task.output' : null);
  });
}
