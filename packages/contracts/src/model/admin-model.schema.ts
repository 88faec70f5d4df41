import { z } from 'zod';
import { Deployment, DeploymentState } from '../backend/deploy.schema.js';
import { Timestamp } from '../ids.js';
import { Availability, ModelMeasured } from './model.schema.js';
import { ModeName } from './modes.js';

const count = z.int().min(0);

/** A model as operators see it: whether it may be used, where it is deployed, and how it fares. */
export const AdminModel = z
  .object({
    id: z.string(),
    name: z.string(),
    license: z.string(),
    modes: z.array(ModeName),
    runtimes: z.array(z.string()),
    enabled: z.boolean(),
    /** When and by whom it was last switched off or on; null when it never was. */
    switched: z.object({ at: Timestamp, by: z.object({ id: z.string(), name: z.string() }).nullable() }).nullable(),
    availability: Availability,
    /** The worst of its deployments; null when no rented backend may run it. */
    deployment: DeploymentState.nullable(),
    deployments: z.array(
      Deployment.pick({
        backend_id: true,
        backend_label: true,
        state: true,
        deploy_hash: true,
        expected_hash: true,
        checked_at: true,
      }),
    ),
    measured: ModelMeasured,
    /** Tasks that wait, at present. */
    pending: count,
    /** Tasks of it that ended in the last 24 hours. */
    ended_24h: count,
    failed_24h: count,
    cost_24h_microusd: count,
  })
  .meta({ id: 'AdminModel' });
export type AdminModel = z.infer<typeof AdminModel>;
