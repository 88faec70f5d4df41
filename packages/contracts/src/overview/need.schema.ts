import { z } from 'zod';
import { Timestamp } from '../ids.js';

/** What can need an operator. */
export const NeedKind = z.enum([
  'dispatch_paused',
  'backend_cooling',
  'backend_unreachable',
  'backend_credentials',
  'backend_draining',
  'backend_disabled',
  'model_without_backend',
  'model_disabled',
  'deployment_stale',
  'deployment_failed',
  'deploy_failed',
  'objective_missed',
  'disk_low',
  'webhook_failing',
  'webhook_disabled',
  'budget_near',
  'audit_broken',
]);
export type NeedKind = z.infer<typeof NeedKind>;

/** `bad`: work fails or stands still. `warn`: it soon may. `info`: somebody chose this, and it is still so. */
export const NeedSeverity = z.enum(['bad', 'warn', 'info']);
export type NeedSeverity = z.infer<typeof NeedSeverity>;

/** What an operator can do about it at once. `see` only shows; the others have a route of their own. */
export const NeedVerb = z.enum(['see', 'drain', 'enable', 'disable', 'check', 'deploy', 'rotate', 'resume', 'raise']);
export type NeedVerb = z.infer<typeof NeedVerb>;

/** Something that needs an operator, with what can be done about it. */
export const Need = z
  .object({
    /** The same as long as it is about the same thing. */
    id: z.string(),
    kind: NeedKind,
    severity: NeedSeverity,
    title: z.string(),
    /** What is wrong, how long it will last if that is known, and what helps. */
    detail: z.string(),
    target: z.object({
      kind: z.enum(['backend', 'model', 'deploy', 'queue', 'dispatch', 'storage', 'webhook', 'user', 'key', 'audit']),
      /** Null where there is only one. */
      id: z.string().nullable(),
    }),
    /** The most useful first. */
    verbs: z.array(NeedVerb).min(1),
    since: Timestamp.nullable(),
    /** When it ends by itself; null when it does not. */
    until: Timestamp.nullable(),
  })
  .meta({ id: 'Need' });
export type Need = z.infer<typeof Need>;
