import { z } from 'zod';
import { AuditEntry } from '../audit/audit.schema.js';
import { PlatformFacts } from '../backend/backend.schema.js';
import { RouteExplanation } from '../backend/route.schema.js';
import { idSchema, Timestamp } from '../ids.js';
import { MediaType, ModeName } from '../model/modes.js';
import { Delivery } from '../webhook/delivery.schema.js';
import { Lane, TaskError, TaskStage, TaskStatus } from './states.js';
import { Attempt, Task } from './task.schema.js';

const named = z.object({ id: z.string(), name: z.string() });

/** A task in the table of all tasks: what a row shows. */
export const AdminTask = z
  .object({
    id: idSchema('task'),
    version: z.int().min(1),
    model: z.string(),
    model_name: z.string(),
    mode: ModeName,
    type: MediaType,
    status: TaskStatus,
    stage: TaskStage.nullable(),
    progress: z.number().min(0).max(100),
    count: z.int().min(1),
    lane: Lane,
    owner: named,
    /** The key that made it; null for a person. */
    key: named.nullable(),
    /** Where its latest attempt went; null before the first. */
    backend: z.object({ id: z.string(), label: z.string() }).nullable(),
    attempt: z.int().min(0),
    max_attempts: z.int().min(1),
    error: TaskError.nullable(),
    /** The first 200 characters; null for models without one. */
    prompt: z.string().nullable(),
    cost_microusd: z.int().min(0),
    /** From creation to the first sign of execution. */
    wait_ms: z.number().nullable(),
    run_ms: z.number().nullable(),
    created_at: Timestamp,
    finished_at: Timestamp.nullable(),
    cancel_requested_at: Timestamp.nullable(),
  })
  .meta({ id: 'AdminTask' });
export type AdminTask = z.infer<typeof AdminTask>;

/** An attempt with what the worker and the platform said. */
export const AdminAttempt = Attempt.extend({
  start_ms: z.number().nullable(),
  run_ms: z.number().nullable(),
  error_detail: z.string().nullable(),
  platform: PlatformFacts.nullable(),
  /** Until when a result is still looked for, though the attempt was given up. */
  late_until: Timestamp.nullable(),
  /** Whether the backend did not take it at all: then it does not count among the attempts. */
  never_ran: z.boolean(),
}).meta({ id: 'AdminAttempt' });
export type AdminAttempt = z.infer<typeof AdminAttempt>;

/** One stored change of a task. */
export const AdminTaskEvent = z
  .object({
    id: z.int(),
    at: Timestamp,
    version: z.int(),
    kind: z.enum(['task', 'deleted']),
    /** Null for a deletion. */
    status: TaskStatus.nullable(),
    stage: TaskStage.nullable(),
    progress: z.number().nullable(),
    attempt: z.int().nullable(),
  })
  .meta({ id: 'AdminTaskEvent' });
export type AdminTaskEvent = z.infer<typeof AdminTaskEvent>;

/** The whole story of one task. Lists are oldest first; of events, deliveries and audit entries the latest 200. */
export const AdminTaskStory = z
  .object({
    task: Task,
    owner: named.extend({ role: z.enum(['admin', 'member']) }),
    key: named.extend({ hint: z.string(), revoked_at: Timestamp.nullable() }).nullable(),
    wait_ms: z.number().nullable(),
    /** Since when it is deleted; it can be restored for 24 hours. */
    deleted_at: Timestamp.nullable(),
    events: z.array(AdminTaskEvent),
    attempts: z.array(AdminAttempt),
    /** Where it would go now, or why it waits; null once it is no longer pending. */
    route: RouteExplanation.nullable(),
    deliveries: z.array(Delivery),
    audit: z.array(AuditEntry),
  })
  .meta({ id: 'AdminTaskStory' });
export type AdminTaskStory = z.infer<typeof AdminTaskStory>;
