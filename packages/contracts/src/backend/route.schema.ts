import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';

/** Why a backend would not take a task. */
export const RouteObstacle = z.enum([
  'not_configured',
  'not_allowed',
  'disabled',
  'draining',
  'cooling',
  'unreachable',
  'credentials_invalid',
  'not_deployed',
  'full',
]);
export type RouteObstacle = z.infer<typeof RouteObstacle>;

/** One backend in the explanation of a route. */
export const RouteCandidate = z
  .object({
    backend_id: z.string(),
    label: z.string(),
    eligible: z.boolean(),
    obstacles: z.array(z.object({ code: RouteObstacle, message: z.string(), until: Timestamp.nullable() })),
    in_flight: z.int().min(0),
    capacity: z.int().min(0),
    weight: z.int().min(1),
  })
  .meta({ id: 'RouteCandidate' });
export type RouteCandidate = z.infer<typeof RouteCandidate>;

/** Where a task would go now, and why not elsewhere. */
export const RouteExplanation = z
  .object({
    task_id: idSchema('task').nullable(),
    model: z.string(),
    dispatch_paused: z.boolean(),
    chosen: z.object({ backend_id: z.string(), label: z.string(), why: z.string() }).nullable(),
    candidates: z.array(RouteCandidate),
    /** Why it waits, in words; null when it would go somewhere. */
    waiting_because: z.string().nullable(),
  })
  .meta({ id: 'RouteExplanation' });
export type RouteExplanation = z.infer<typeof RouteExplanation>;

/** Whether new work is handed to backends. */
export const Dispatch = z.object({ paused: z.boolean(), changed_at: Timestamp.nullable() }).meta({ id: 'Dispatch' });
export type Dispatch = z.infer<typeof Dispatch>;
