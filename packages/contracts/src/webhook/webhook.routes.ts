import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { csvOf, PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import { DELIVERY_STATES, Delivery, DeliveryDetail, OwnedDelivery } from './delivery.schema.js';
import {
  OwnedWebhook,
  SigningSecret,
  SigningSecretShown,
  Webhook,
  WebhookCreate,
  WebhookPatch,
  WebhookRotate,
  WebhookWithSecret,
} from './webhook.schema.js';

const c = initContract();
const id = z.string().min(1).max(64);
const one = z.object({ id });
const idempotency = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() });
const body = problems(404, 413, 415);
const state = csvOf(DELIVERY_STATES).optional();
const deliveryQuery = { ...PAGE_QUERY, state, webhook_id: id.optional(), task_id: id.optional() };
const read = access('member', 'webhooks:read');
const write = access('member', 'webhooks:write');

/** Webhooks: endpoints that are told of tasks, and what was delivered to them. */
export const webhookRoutes = c.router({
  list: {
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List your endpoints, newest first',
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(Webhook).meta({ id: 'WebhookPage' }) },
    metadata: read,
  },
  create: {
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Add an endpoint',
    description:
      'The signing secret is in this answer only: a repetition with the same Idempotency-Key answers without it. Deliveries follow Standard Webhooks.',
    headers: idempotency,
    body: WebhookCreate,
    responses: { 201: WebhookWithSecret, ...problems(409, 410, 413, 415, 422) },
    metadata: write,
  },
  get: {
    method: 'GET',
    path: '/v1/webhooks/:id',
    summary: 'Get an endpoint',
    pathParams: one,
    responses: { 200: Webhook, ...problems(404) },
    metadata: read,
  },
  patch: {
    method: 'PATCH',
    path: '/v1/webhooks/:id',
    summary: 'Change address, events or description of an endpoint, or switch it on or off',
    pathParams: one,
    body: WebhookPatch,
    responses: { 200: Webhook, ...body },
    metadata: write,
  },
  remove: {
    method: 'DELETE',
    path: '/v1/webhooks/:id',
    summary: 'Remove an endpoint: what was to be delivered to it is cancelled',
    pathParams: one,
    body: c.noBody(),
    responses: { 204: c.noBody(), ...body },
    metadata: write,
  },
  rotate: {
    method: 'POST',
    path: '/v1/webhooks/:id/rotate',
    summary: 'Give an endpoint a new secret; for a while both sign',
    description: 'The secret is in this answer only.',
    pathParams: one,
    headers: idempotency,
    body: WebhookRotate,
    responses: { 200: WebhookWithSecret, ...body, ...problems(409, 422) },
    metadata: write,
  },
  test: {
    method: 'POST',
    path: '/v1/webhooks/:id/test',
    summary: 'Send a test event now, once, and tell what came back',
    pathParams: one,
    headers: idempotency,
    body: c.noBody(),
    responses: { 201: DeliveryDetail, ...body, ...problems(409, 410, 422) },
    metadata: write,
  },
  deliveries: {
    method: 'GET',
    path: '/v1/webhooks/:id/deliveries',
    summary: 'List deliveries to an endpoint, newest first',
    pathParams: one,
    query: z.strictObject({ ...PAGE_QUERY, state }),
    responses: { 200: pageOf(Delivery).meta({ id: 'DeliveryPage' }), ...problems(404) },
    metadata: read,
  },
  signing_secret: {
    method: 'GET',
    path: '/v1/webhooks/signing-secret',
    summary: 'What is known of the secret that signs for the targets of single tasks',
    responses: { 200: SigningSecret },
    metadata: read,
  },
  rotate_signing_secret: {
    method: 'POST',
    path: '/v1/webhooks/signing-secret/rotate',
    summary: 'Make the secret that signs for the targets of single tasks, or a new one',
    description: 'The secret is in this answer only.',
    headers: idempotency,
    body: WebhookRotate,
    responses: { 200: SigningSecretShown, ...problems(409, 413, 415, 422) },
    metadata: write,
  },
  list_deliveries: {
    method: 'GET',
    path: '/v1/deliveries',
    summary: 'List your deliveries, newest first',
    query: z.strictObject(deliveryQuery),
    responses: { 200: pageOf(Delivery).meta({ id: 'DeliveryPage' }) },
    metadata: read,
  },
  get_delivery: {
    method: 'GET',
    path: '/v1/deliveries/:id',
    summary: 'Get a delivery with every request and response',
    pathParams: one,
    responses: { 200: DeliveryDetail, ...problems(404) },
    metadata: read,
  },
  redeliver: {
    method: 'POST',
    path: '/v1/deliveries/:id/redeliver',
    summary: 'Send a message again, under the same webhook-id',
    pathParams: one,
    headers: idempotency,
    body: c.noBody(),
    responses: { 201: Delivery, ...body, ...problems(409, 410, 422) },
    metadata: write,
  },
  list_all: {
    method: 'GET',
    path: '/v1/admin/webhooks',
    summary: 'List the endpoints of all owners, newest first',
    query: z.strictObject({ ...PAGE_QUERY, owner_id: id.optional() }),
    responses: { 200: pageOf(OwnedWebhook).meta({ id: 'OwnedWebhookPage' }) },
    metadata: access('admin', 'admin'),
  },
  list_all_deliveries: {
    method: 'GET',
    path: '/v1/admin/deliveries',
    summary: 'List the deliveries of all owners, newest first',
    query: z.strictObject({ ...deliveryQuery, owner_id: id.optional() }),
    responses: { 200: pageOf(OwnedDelivery).meta({ id: 'OwnedDeliveryPage' }) },
    metadata: access('admin', 'admin'),
  },
  get_any_delivery: {
    method: 'GET',
    path: '/v1/admin/deliveries/:id',
    summary: 'Get a delivery of anyone with every request and response',
    pathParams: one,
    responses: { 200: DeliveryDetail, ...problems(404) },
    metadata: access('admin', 'admin'),
  },
  redeliver_any: {
    method: 'POST',
    path: '/v1/admin/deliveries/:id/redeliver',
    summary: 'Send a message of anyone again',
    pathParams: one,
    headers: idempotency,
    body: c.noBody(),
    responses: { 201: OwnedDelivery, ...body, ...problems(409, 410, 422) },
    metadata: access('admin', 'admin'),
  },
});
