import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';
import { TaskError } from '../task/states.js';
import { AttemptState } from '../task/task.schema.js';
import { visibleName } from '../text/visible-name.js';
import { DeploymentState } from './deploy.schema.js';

/** Where tasks run: this machine, or a workspace on Modal. */
export const BackendKind = z.enum(['embedded', 'modal']);
export type BackendKind = z.infer<typeof BackendKind>;

/** Kinds of trouble that are counted apart, so that one kind never hides or excuses another. */
export const FaultClass = z.enum([
  'credentials',
  'unreachable',
  'throttled',
  'missing_function',
  'stale_function',
  'start_failure',
  'out_of_memory',
  'model_error',
  'invalid_output',
  'lost',
]);
export type FaultClass = z.infer<typeof FaultClass>;

/**
 * How a backend is: `ready` takes work; `cooling` waits after faults; `unreachable` does not answer; `credentials_invalid`
 * was refused; `unchecked` was never checked; `draining` finishes what it has; `disabled` takes nothing.
 */
export const BackendState = z.enum([
  'ready',
  'cooling',
  'unreachable',
  'credentials_invalid',
  'unchecked',
  'draining',
  'disabled',
]);
export type BackendState = z.infer<typeof BackendState>;

/** A breaker that is open or has counted faults: no work of this class until `retry_at`, then one try. */
export const Breaker = z
  .object({
    fault: FaultClass,
    /** The model it is about; null when it is about the whole backend. */
    model: z.string().nullable(),
    failures: z.int().min(1),
    open: z.boolean(),
    retry_at: Timestamp.nullable(),
    last_message: z.string(),
  })
  .meta({ id: 'Breaker' });
export type Breaker = z.infer<typeof Breaker>;

/** What a check found: credentials, functions, deploy hashes, latency. */
export const BackendCheck = z
  .object({
    at: Timestamp,
    ok: z.boolean(),
    latency_ms: z.number().nullable(),
    credentials: z.enum(['valid', 'invalid', 'unknown']),
    worker_version: z.string().nullable(),
    models: z.array(
      z.object({
        model: z.string(),
        state: DeploymentState,
        deploy_hash: z.string().nullable(),
        expected_hash: z.string(),
        revision: z.string().nullable(),
      }),
    ),
    /** What is wrong and what to do, in words. */
    problems: z.array(z.string()),
  })
  .meta({ id: 'BackendCheck' });
export type BackendCheck = z.infer<typeof BackendCheck>;

/** A backend as operators see it. Secrets are never part of it. */
export const Backend = z
  .object({
    /** `embedded`, or an id that begins with `backend_`. */
    id: z.string(),
    kind: BackendKind,
    label: z.string(),
    state: BackendState,
    enabled: z.boolean(),
    draining: z.boolean(),
    /** Share of new work among backends that could take it. */
    weight: z.int().min(1).max(100),
    /** Models that may run here; null allows all. */
    models: z.array(z.string()).nullable(),
    environment: z.string().nullable(),
    /** The token id with its middle left out. */
    token_hint: z.string().nullable(),
    credentials_changed_at: Timestamp.nullable(),
    app_name: z.string().nullable(),
    previous_app_name: z.string().nullable(),
    in_flight: z.int().min(0),
    /** Attempts whose fate is not known at present. */
    unknown: z.int().min(0),
    breakers: z.array(Breaker),
    last_check: BackendCheck.nullable(),
    created_at: Timestamp.nullable(),
    updated_at: Timestamp.nullable(),
  })
  .meta({ id: 'Backend' });
export type Backend = z.infer<typeof Backend>;

const label = visibleName(60);
const weight = z.int().min(1).max(100);
const models = z.array(z.string().min(1).max(64)).min(1).max(200).nullable();
const environment = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be the name of an environment of the workspace');
const token_id = z.string().regex(/^ak-[A-Za-z0-9_-]{2,80}$/, 'must be a token id: it begins with "ak-"');
const token_secret = z.string().regex(/^as-[A-Za-z0-9_-]{2,120}$/, 'must be a token secret: it begins with "as-"');

/** Body of `POST /v1/admin/backends`: a workspace on Modal. The secret is stored encrypted and never shown again. */
export const BackendCreate = z
  .strictObject({
    kind: z.literal('modal'),
    label,
    token_id,
    token_secret,
    /** The workspace's default environment when absent. */
    environment: environment.nullable().optional(),
    weight: weight.optional(),
    models: models.optional(),
  })
  .meta({ id: 'BackendCreate' });
export type BackendCreate = z.infer<typeof BackendCreate>;

/** Body of `PATCH /v1/admin/backends/{id}`. */
export const BackendPatch = z
  .strictObject({ label: label.optional(), weight: weight.optional(), models: models.optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'must change label, weight or models')
  .meta({ id: 'BackendPatch', minProperties: 1 });
export type BackendPatch = z.infer<typeof BackendPatch>;

/** Body of `PUT /v1/admin/backends/{id}/credentials`: another token of the same workspace. */
export const BackendCredentials = z.strictObject({ token_id, token_secret }).meta({ id: 'BackendCredentials' });
export type BackendCredentials = z.infer<typeof BackendCredentials>;

/** What happened to a backend. */
export const BackendEvent = z
  .object({
    id: z.int(),
    backend_id: z.string(),
    kind: z.enum([
      'added',
      'changed',
      'credentials_changed',
      'enabled',
      'disabled',
      'drain_started',
      'drained',
      'check_passed',
      'check_failed',
      'breaker_opened',
      'breaker_closed',
      'out_of_sight',
      'in_sight',
      'deploy_started',
      'deploy_succeeded',
      'deploy_failed',
      'rolled_back',
      'autoscaler_changed',
      'deleted',
    ]),
    message: z.string(),
    at: Timestamp,
  })
  .meta({ id: 'BackendEvent' });
export type BackendEvent = z.infer<typeof BackendEvent>;

/** What the platform itself says about an attempt. */
export const PlatformFacts = z
  .object({
    status: z.string().nullable(),
    /** How often the platform ran the input again by itself. */
    retry_count: z.int().min(0),
    input_started_at: Timestamp.nullable(),
    output_created_at: Timestamp.nullable(),
    traceback: z.string().nullable(),
  })
  .meta({ id: 'PlatformFacts' });
export type PlatformFacts = z.infer<typeof PlatformFacts>;

/** An attempt as operators see it, over all owners. */
export const Call = z
  .object({
    attempt_id: idSchema('att'),
    task_id: idSchema('task'),
    owner_id: idSchema('user'),
    model: z.string(),
    mode: z.string(),
    backend_id: z.string(),
    backend_label: z.string(),
    handle: z.string().nullable(),
    state: AttemptState,
    out_of_sight_since: Timestamp.nullable(),
    created_at: Timestamp,
    started_at: Timestamp.nullable(),
    finished_at: Timestamp.nullable(),
    cost_microusd: z.int().min(0),
    error: TaskError.nullable(),
    /** What the worker or the platform said, for operators. */
    error_detail: z.string().nullable(),
    platform: PlatformFacts.nullable(),
  })
  .meta({ id: 'Call' });
export type Call = z.infer<typeof Call>;

/** Containers and waiting inputs of one model on one backend, as the platform counts them. */
export const ModelLoad = z
  .object({
    model: z.string(),
    containers: z.int().min(0).nullable(),
    backlog: z.int().min(0).nullable(),
    in_flight: z.int().min(0),
    /** What is wrong when the numbers are not known. */
    problem: z.string().nullable(),
  })
  .meta({ id: 'ModelLoad' });
export type ModelLoad = z.infer<typeof ModelLoad>;

/** Body of the autoscaler route: what is left out stays. The platform forgets it at the next deployment. */
export const AutoscalerPatch = z
  .strictObject({
    min_containers: z.int().min(0).max(100).optional(),
    max_containers: z.int().min(1).max(1000).optional(),
    buffer_containers: z.int().min(0).max(100).optional(),
    scaledown_s: z.int().min(2).max(1200).optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({ id: 'AutoscalerPatch', minProperties: 1 });
export type AutoscalerPatch = z.infer<typeof AutoscalerPatch>;
