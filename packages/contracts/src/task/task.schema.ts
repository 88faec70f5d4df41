import { z } from 'zod';
import { Asset } from '../asset/asset.schema.js';
import { idSchema, Timestamp } from '../ids.js';
import { MediaType, ModeName } from '../model/modes.js';
import { TaskWebhook } from '../webhook/webhook.schema.js';
import { Lane, TaskError, TaskStage, TaskStatus, TaskWarning } from './states.js';

const Metadata = z.record(z.string().min(1).max(64), z.string().max(500)).meta({
  description: 'Up to 32 short texts of your own',
});

/** Where a task's time went, in milliseconds. A field is null until its part has ended. */
export const TaskTiming = z
  .object({
    queued_ms: z.number().nullable(),
    start_ms: z.number().nullable(),
    load_ms: z.number().nullable(),
    run_ms: z.number().nullable(),
    total_ms: z.number().nullable(),
  })
  .meta({ id: 'TaskTiming' });

/** What the model's settings said when the task was made, so that history renders after the model is gone. */
export const TaskSnapshot = z
  .object({
    model_name: z.string(),
    mode_label: z.string(),
    labels: z.record(z.string(), z.string()),
  })
  .meta({ id: 'TaskSnapshot' });

/** A task: one request for one or several outputs. */
export const Task = z
  .object({
    id: idSchema('task'),
    /** Rises with every stored change. Drop what is older than what you have. */
    version: z.int().min(1),
    model: z.string(),
    mode: ModeName,
    type: MediaType,
    status: TaskStatus,
    stage: TaskStage.nullable(),
    progress: z.number().min(0).max(100),
    step: z.int().nullable(),
    total_steps: z.int().nullable(),
    queue_position: z.int().nullable(),
    /** What really runs: defaults filled in, seed resolved. */
    input: z.record(z.string(), z.unknown()),
    count: z.int().min(1),
    lane: Lane,
    outputs: z.array(Asset),
    /** Results that arrived after the task was given up. */
    late_outputs: z.array(Asset),
    warnings: z.array(TaskWarning),
    error: TaskError.nullable(),
    attempt: z.int().min(0),
    max_attempts: z.int().min(1),
    retry_of: idSchema('task').nullable(),
    cancel_requested_at: Timestamp.nullable(),
    timing: TaskTiming,
    cost_microusd: z.int().min(0),
    metadata: Metadata,
    snapshot: TaskSnapshot,
    created_at: Timestamp,
    updated_at: Timestamp,
    started_at: Timestamp.nullable(),
    finished_at: Timestamp.nullable(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof Task>;

const limitedMetadata = Metadata.refine((m) => Object.keys(m).length <= 32, 'must have at most 32 entries');

/** Body of `POST /v1/tasks`. `input` is checked against the model's own schema. */
export const TaskCreate = z
  .strictObject({
    model: z.string().min(1).max(64),
    mode: ModeName.optional(),
    input: z.record(z.string(), z.unknown()),
    count: z.int().min(1).max(16).optional(),
    lane: Lane.optional(),
    metadata: limitedMetadata.optional(),
    /** Is told of this task alone, beside your endpoints. */
    webhook: TaskWebhook.optional(),
  })
  .meta({ id: 'TaskCreate' });
export type TaskCreate = z.infer<typeof TaskCreate>;

/** Body of `PATCH /v1/tasks/{id}`. The lane can be changed while the task is pending. */
export const TaskPatch = z
  .strictObject({ metadata: limitedMetadata.optional(), lane: Lane.optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'must change metadata or lane')
  .meta({ id: 'TaskPatch', minProperties: 1 });
export type TaskPatch = z.infer<typeof TaskPatch>;

/** States of an attempt. `unknown`: it may or may not have been accepted, and is being found out. */
export const AttemptState = z.enum(['submitted', 'accepted', 'unknown', 'running', 'succeeded', 'failed', 'cancelled']);
export type AttemptState = z.infer<typeof AttemptState>;

/** One try at a task on one backend. */
export const Attempt = z
  .object({
    id: idSchema('att'),
    task_id: idSchema('task'),
    backend_id: z.string(),
    handle: z.string().nullable(),
    state: AttemptState,
    /** Number of the lease under which it ran; a result with an older one is refused. */
    fencing: z.int().min(0),
    stamps: z.object({
      created_at: Timestamp,
      accepted_at: Timestamp.nullable(),
      started_at: Timestamp.nullable(),
      finished_at: Timestamp.nullable(),
    }),
    /** Estimate: measured seconds, start-up included, times the hardware's price. */
    cost_microusd: z.int().min(0),
    error: TaskError.nullable(),
    backend_label: z.string(),
    /** Why it went there. */
    reason: z.string(),
    /** Hash of the deployment that ran it; null while it is not known and for the embedded engine. */
    deploy_hash: z.string().nullable(),
    /** Since when the backend gives no answer about it; null while it is in sight. */
    out_of_sight_since: Timestamp.nullable(),
  })
  .meta({ id: 'Attempt' });
export type Attempt = z.infer<typeof Attempt>;
