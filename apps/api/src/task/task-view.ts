import type { Task } from '@easel/contracts';
import { type AssetBody, assetBody, withUrls } from '../asset/asset-view.js';
import type { UrlSigner } from '../asset/signed-url.js';
import type { AssetRow, TaskRow } from '../db/schema.js';
import type { LiveTasks } from './live-tasks.js';

/** A task as stored in the event log: without signed URLs and without what only lives in memory. */
export type TaskBody = Omit<Task, 'outputs' | 'late_outputs'> & { outputs: AssetBody[]; late_outputs: AssetBody[] };

/** A task from its row and the rows of its outputs. Columns hold what our own writes put there. */
export function taskBody(row: TaskRow, assets: AssetRow[]): TaskBody {
  return {
    id: row.id,
    version: row.version,
    model: row.model,
    mode: row.mode as Task['mode'],
    type: row.type as Task['type'],
    status: row.status as Task['status'],
    stage: row.stage as Task['stage'],
    progress: row.progress,
    step: null,
    total_steps: null,
    queue_position: null,
    input: JSON.parse(row.input),
    count: row.count,
    lane: row.lane as Task['lane'],
    outputs: assets.filter((a) => a.late === 0).map(assetBody),
    late_outputs: assets.filter((a) => a.late === 1).map(assetBody),
    warnings: JSON.parse(row.warnings),
    error: row.error === null ? null : JSON.parse(row.error),
    attempt: row.attempt,
    max_attempts: row.max_attempts,
    retry_of: row.retry_of,
    cancel_requested_at: row.cancel_requested_at,
    timing: {
      queued_ms: row.queued_ms,
      start_ms: row.start_ms,
      load_ms: row.load_ms,
      run_ms: row.run_ms,
      total_ms: row.total_ms,
    },
    cost_microusd: row.cost_microusd,
    metadata: JSON.parse(row.metadata),
    snapshot: JSON.parse(row.snapshot),
    created_at: row.created_at,
    updated_at: row.updated_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
  };
}

/** Adds what is made on reading: signed URLs, and for unfinished tasks what only lives in memory. */
export function presentTask(body: TaskBody, ctx: { urls: UrlSigner; live: LiveTasks }): Task {
  const unfinished = body.status === 'pending' || body.status === 'processing';
  const live = unfinished ? ctx.live.get(body.id) : undefined;
  const current = body.status === 'processing' ? { ...live, queue_position: null } : live;
  return {
    ...body,
    ...current,
    outputs: body.outputs.map((asset) => withUrls(asset, ctx.urls)),
    late_outputs: body.late_outputs.map((asset) => withUrls(asset, ctx.urls)),
  };
}
