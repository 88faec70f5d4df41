import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';

/** What every signing secret begins with; the rest is base64 of 32 random bytes. */
export const WEBHOOK_SECRET_PREFIX = 'whsec_';
/** How long the secret before a rotation goes on signing when nothing is said. */
export const WEBHOOK_OVERLAP_DEFAULT_S = 24 * 3600;
/** How long it may go on at most. */
export const WEBHOOK_OVERLAP_MAX_S = 7 * 24 * 3600;
/** Endpoints one owner may have. */
export const WEBHOOKS_MAX = 20;

/**
 * What a webhook tells of. `task.started` is told once, at the first attempt. `task.output`: a result arrived after the
 * task had been given up; it is among `late_outputs`.
 */
export const WEBHOOK_EVENTS = [
  'task.created',
  'task.started',
  'task.done',
  'task.failed',
  'task.cancelled',
  'task.output',
] as const;
export const WebhookEventName = z.enum(WEBHOOK_EVENTS);
export type WebhookEventName = z.infer<typeof WebhookEventName>;

/** What is told when nothing was chosen: how a task ended. */
export const WEBHOOK_EVENTS_DEFAULT: WebhookEventName[] = ['task.done', 'task.failed', 'task.cancelled'];

const url = z
  .string()
  .min(1)
  .max(2000)
  .meta({ description: 'An https address on the internet, without a user name or password' });
const events = z
  .array(WebhookEventName)
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .refine((list) => new Set(list).size === list.length, 'must name each event once');
const description = z.string().trim().max(200);

/** An endpoint that is told of the owner's tasks. The secret is never part of it. */
export const Webhook = z
  .object({
    id: idSchema('hook'),
    owner_id: idSchema('user'),
    url: z.string(),
    description: z.string(),
    events: z.array(WebhookEventName),
    enabled: z.boolean(),
    /** Why it was switched off by itself; null when it is on or was switched off by someone. */
    disabled_reason: z.string().nullable(),
    /** Since when no delivery has succeeded; null while they do. After three days the endpoint is switched off. */
    failing_since: Timestamp.nullable(),
    /** The last characters of the secret, to tell secrets apart. */
    hint: z.string(),
    rotated_at: Timestamp.nullable(),
    /** Until when the secret before the last rotation signs as well; null when it no longer does. */
    previous_until: Timestamp.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof Webhook>;

/** A new or rotated endpoint with its secret, which is shown this once. Null when the answer is a replay. */
export const WebhookWithSecret = Webhook.extend({ secret: z.string().nullable() }).meta({ id: 'WebhookWithSecret' });
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

/** An endpoint with the name of whose it is: for operators. */
export const OwnedWebhook = Webhook.extend({ owner_name: z.string() }).meta({ id: 'OwnedWebhook' });
export type OwnedWebhook = z.infer<typeof OwnedWebhook>;

/** Body of `POST /v1/webhooks`. Without `events` it is told how tasks end. */
export const WebhookCreate = z
  .strictObject({
    url,
    events: events.optional(),
    description: description.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'WebhookCreate' });
export type WebhookCreate = z.infer<typeof WebhookCreate>;

/**
 * Body of `PATCH /v1/webhooks/{id}`: what is left out stays. A new address also takes what is still to be delivered;
 * switching off cancels it.
 */
export const WebhookPatch = z
  .strictObject({
    url: url.optional(),
    events: events.optional(),
    description: description.optional(),
    enabled: z.boolean().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change something')
  .meta({ id: 'WebhookPatch', minProperties: 1 });
export type WebhookPatch = z.infer<typeof WebhookPatch>;

/** Body of a rotation: how long the present secret goes on signing beside the new one. 0 ends it at once. */
export const WebhookRotate = z
  .strictObject({ overlap_s: z.int().min(0).max(WEBHOOK_OVERLAP_MAX_S).default(WEBHOOK_OVERLAP_DEFAULT_S) })
  .meta({ id: 'WebhookRotate' });
export type WebhookRotate = z.infer<typeof WebhookRotate>;

/** What signs deliveries to the targets that single tasks name. `hint` is null until one was made. */
export const SigningSecret = z
  .object({
    hint: z.string().nullable(),
    created_at: Timestamp.nullable(),
    rotated_at: Timestamp.nullable(),
    previous_until: Timestamp.nullable(),
  })
  .meta({ id: 'SigningSecret' });
export type SigningSecret = z.infer<typeof SigningSecret>;

/** The signing secret itself, which is shown this once. Null when the answer is a replay. */
export const SigningSecretShown = SigningSecret.extend({ secret: z.string().nullable() }).meta({
  id: 'SigningSecretShown',
});
export type SigningSecretShown = z.infer<typeof SigningSecretShown>;

/** The target that a single task names, signed with the owner's signing secret. Without `events`: how the task ends. */
export const TaskWebhook = z.strictObject({ url, events: events.optional() }).meta({ id: 'TaskWebhook' });
export type TaskWebhook = z.infer<typeof TaskWebhook>;
