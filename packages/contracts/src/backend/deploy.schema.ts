import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';

/**
 * State of a model on a backend: `deployed` as the settings say; `stale` runs an older deployment; `missing` is not
 * there; `failed` was deployed and does not answer as it should; `unknown` was not checked yet.
 */
export const DeploymentState = z.enum(['deployed', 'stale', 'missing', 'failed', 'unknown']);
export type DeploymentState = z.infer<typeof DeploymentState>;

/** One cell of the matrix of backends and models. */
export const Deployment = z
  .object({
    backend_id: z.string(),
    backend_label: z.string(),
    model: z.string(),
    model_name: z.string(),
    state: DeploymentState,
    app_name: z.string().nullable(),
    /** What runs there. */
    deploy_hash: z.string().nullable(),
    /** What the settings and the worker ask for. */
    expected_hash: z.string(),
    /** Commit of the weights that was pinned. */
    revision: z.string().nullable(),
    worker_version: z.string().nullable(),
    checked_at: Timestamp.nullable(),
  })
  .meta({ id: 'Deployment' });
export type Deployment = z.infer<typeof Deployment>;

/** How far a deployment is. The older one serves until `checking` has passed. */
export const DeployState = z.enum(['running', 'checking', 'succeeded', 'failed']);
export type DeployState = z.infer<typeof DeployState>;

/** One run of the deployment of a backend. */
export const Deploy = z
  .object({
    id: idSchema('deploy'),
    backend_id: z.string(),
    state: DeployState,
    app_name: z.string(),
    models: z.array(z.string()),
    started_at: Timestamp,
    finished_at: Timestamp.nullable(),
    /** Why it failed and what to do; null otherwise. */
    error: z.string().nullable(),
  })
  .meta({ id: 'Deploy' });
export type Deploy = z.infer<typeof Deploy>;

/** Part of a deployment's log: text from `offset` on. Ask again from `next_offset` until `done`. */
export const DeployLog = z
  .object({
    deploy: Deploy,
    offset: z.int().min(0),
    text: z.string(),
    next_offset: z.int().min(0),
    done: z.boolean(),
  })
  .meta({ id: 'DeployLog' });
export type DeployLog = z.infer<typeof DeployLog>;
