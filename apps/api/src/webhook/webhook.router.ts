import type { Context } from '../context.js';
import {
  getAnyDeliveryRoute,
  getDeliveryRoute,
  listAllDeliveriesRoute,
  listDeliveriesRoute,
  redeliverAnyRoute,
  redeliverRoute,
  webhookDeliveriesRoute,
} from './delivery.route.js';
import {
  createWebhookRoute,
  getWebhookRoute,
  listAllWebhooksRoute,
  listWebhooksRoute,
  patchWebhookRoute,
  removeWebhookRoute,
  rotateSigningSecretRoute,
  rotateWebhookRoute,
  signingSecretRoute,
  testWebhookRoute,
} from './webhook.route.js';

/** Every route of the webhook room. */
export const webhookHandlers = (ctx: Context) => ({
  list: listWebhooksRoute(ctx),
  create: createWebhookRoute(ctx),
  get: getWebhookRoute(ctx),
  patch: patchWebhookRoute(ctx),
  remove: removeWebhookRoute(ctx),
  rotate: rotateWebhookRoute(ctx),
  test: testWebhookRoute(ctx),
  deliveries: webhookDeliveriesRoute(ctx),
  signing_secret: signingSecretRoute(ctx),
  rotate_signing_secret: rotateSigningSecretRoute(ctx),
  list_deliveries: listDeliveriesRoute(ctx),
  get_delivery: getDeliveryRoute(ctx),
  redeliver: redeliverRoute(ctx),
  list_all: listAllWebhooksRoute(ctx),
  list_all_deliveries: listAllDeliveriesRoute(ctx),
  get_any_delivery: getAnyDeliveryRoute(ctx),
  redeliver_any: redeliverAnyRoute(ctx),
});
