import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';
import { Task } from '../task/task.schema.js';
import { WEBHOOK_EVENTS, WebhookEventName } from './webhook.schema.js';

/**
 * `pending`: to be sent, or sent again. `delivered`: answered with 2xx. `failed`: given up. `cancelled`: its endpoint was
 * switched off or removed, or it was sent again by hand.
 */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'cancelled'] as const;
export const DeliveryState = z.enum(DELIVERY_STATES);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** What a delivery tells of: an event, or the test button. */
export const DeliveryEvent = z.enum([...WEBHOOK_EVENTS, 'webhook.test']);
export type DeliveryEvent = z.infer<typeof DeliveryEvent>;

/** One event on its way to one target. */
export const Delivery = z
  .object({
    id: idSchema('delivery'),
    /** The `webhook-id` header: the same at every attempt and when it is sent again by hand. */
    message_id: idSchema('delivery'),
    owner_id: idSchema('user'),
    /** Null for the target that a task named. */
    webhook_id: idSchema('hook').nullable(),
    task_id: idSchema('task').nullable(),
    event: DeliveryEvent,
    url: z.string(),
    state: DeliveryState,
    attempt_count: z.int().min(0),
    /** When it is tried next; null once it has ended. */
    next_at: Timestamp.nullable(),
    /** Status of the last answer; null when there was none. */
    last_status: z.int().nullable(),
    /** What was wrong with the last attempt; null when it succeeded or there was none. */
    last_error: z.string().nullable(),
    /** The first delivery of this message, when it was sent again by hand. */
    redelivery_of: idSchema('delivery').nullable(),
    created_at: Timestamp,
    finished_at: Timestamp.nullable(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;

const Headers = z.record(z.string(), z.string());

/** One attempt at a delivery: what was sent, without the signature, and what came back. */
export const DeliveryAttempt = z
  .object({
    at: Timestamp,
    request_headers: Headers,
    status: z.int().nullable(),
    response_headers: Headers.nullable(),
    /** The first 8 KiB. */
    response_body: z.string().nullable(),
    duration_ms: z.number().min(0),
    error: z.string().nullable(),
  })
  .meta({ id: 'DeliveryAttempt' });
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** A delivery with its body as sent and every attempt, oldest first. */
export const DeliveryDetail = Delivery.extend({
  payload: z.string(),
  attempts: z.array(DeliveryAttempt),
}).meta({ id: 'DeliveryDetail' });
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

/** A delivery with the name of whose it is: for operators. */
export const OwnedDelivery = Delivery.extend({ owner_name: z.string() }).meta({ id: 'OwnedDelivery' });
export type OwnedDelivery = z.infer<typeof OwnedDelivery>;

/** Body of a delivery: the task as it was when the event happened. Its signed addresses are good for an hour at least. */
export const WebhookTaskEvent = z
  .object({ type: WebhookEventName, timestamp: Timestamp, data: Task })
  .meta({ id: 'WebhookTaskEvent' });
export type WebhookTaskEvent = z.infer<typeof WebhookTaskEvent>;

/** Body of a delivery that the test button sends. */
export const WebhookTestEvent = z
  .object({
    type: z.literal('webhook.test'),
    timestamp: Timestamp,
    data: z.object({ webhook_id: idSchema('hook') }),
  })
  .meta({ id: 'WebhookTestEvent' });
export type WebhookTestEvent = z.infer<typeof WebhookTestEvent>;

/** Whatever a receiver may be sent. */
export type WebhookEvent = WebhookTaskEvent | WebhookTestEvent;
