import { type Contract, REPLAYED_HEADER } from '@easel/contracts';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { patchWebhook, removeWebhook, rotateWebhook } from './change-webhook.js';
import { createWebhook, type WebhookRequest } from './create-webhook.js';
import { listWebhooks } from './list-webhooks.js';
import { rotateSigningSecret, viewSigningSecret } from './signing-secret.js';
import { testWebhook } from './test-webhook.js';
import { viewWebhook, withOwnerNames } from './webhook.repository.js';

type Routes = Contract['webhook'];

const askedBy = (
  request: FastifyRequest,
  headers: { 'idempotency-key'?: string | undefined } = {},
): WebhookRequest => ({
  owner_id: requireCaller(request).owner_id,
  by: requesterOf(request),
  idempotency_key: headers['idempotency-key'],
});

export const listWebhooksRoute =
  (ctx: Context): Handler<Routes['list']> =>
  async ({ query, request }) => ({
    status: 200,
    body: await listWebhooks(ctx, requireCaller(request).owner_id, query),
  });

export const createWebhookRoute =
  (ctx: Context): Handler<Routes['create']> =>
  async ({ body, headers, request, reply }) => {
    const { webhook, replayed } = await createWebhook(ctx, askedBy(request, headers), body);
    reply.header('location', `/v1/webhooks/${webhook.id}`);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 201, body: webhook };
  };

export const getWebhookRoute =
  (ctx: Context): Handler<Routes['get']> =>
  async ({ params, request }) => ({
    status: 200,
    body: await viewWebhook(ctx.store.read, requireCaller(request).owner_id, params.id),
  });

export const patchWebhookRoute =
  (ctx: Context): Handler<Routes['patch']> =>
  async ({ params, body, request }) => ({
    status: 200,
    body: await patchWebhook(ctx, askedBy(request), params.id, body),
  });

export const removeWebhookRoute =
  (ctx: Context): Handler<Routes['remove']> =>
  async ({ params, request }) => {
    await removeWebhook(ctx, askedBy(request), params.id);
    return { status: 204, body: undefined };
  };

export const rotateWebhookRoute =
  (ctx: Context): Handler<Routes['rotate']> =>
  async ({ params, headers, body, request, reply }) => {
    const { webhook, replayed } = await rotateWebhook(ctx, askedBy(request, headers), params.id, body.overlap_s);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 200, body: webhook };
  };

export const testWebhookRoute =
  (ctx: Context): Handler<Routes['test']> =>
  async ({ params, headers, request, reply }) => {
    const { delivery, replayed } = await testWebhook(ctx, askedBy(request, headers), params.id);
    reply.header('location', `/v1/deliveries/${delivery.id}`);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 201, body: delivery };
  };

export const signingSecretRoute =
  (ctx: Context): Handler<Routes['signing_secret']> =>
  async ({ request }) => ({ status: 200, body: await viewSigningSecret(ctx, requireCaller(request).owner_id) });

export const rotateSigningSecretRoute =
  (ctx: Context): Handler<Routes['rotate_signing_secret']> =>
  async ({ headers, body, request, reply }) => {
    const { secret, replayed } = await rotateSigningSecret(ctx, askedBy(request, headers), body.overlap_s);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 200, body: secret };
  };

export const listAllWebhooksRoute =
  (ctx: Context): Handler<Routes['list_all']> =>
  async ({ query: { owner_id, ...page } }) => {
    const { items, next_cursor } = await listWebhooks(ctx, owner_id, page);
    return { status: 200, body: { items: await withOwnerNames(ctx.store.read, items), next_cursor } };
  };
