import { type Contract, type OwnedDelivery, REPLAYED_HEADER } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { readDelivery } from './delivery.repository.js';
import { listDeliveries } from './list-deliveries.js';
import { redeliver } from './redeliver.js';
import { viewWebhook, withOwnerNames } from './webhook.repository.js';

type Routes = Contract['webhook'];

export const webhookDeliveriesRoute =
  (ctx: Context): Handler<Routes['deliveries']> =>
  async ({ params, query, request }) => {
    const { owner_id } = requireCaller(request);
    const { id } = await viewWebhook(ctx.store.read, owner_id, params.id);
    return { status: 200, body: await listDeliveries(ctx, { ...query, owner_id, webhook_id: id }) };
  };

export const listDeliveriesRoute =
  (ctx: Context): Handler<Routes['list_deliveries']> =>
  async ({ query, request }) => {
    const { owner_id } = requireCaller(request);
    return { status: 200, body: await listDeliveries(ctx, { ...query, owner_id }) };
  };

export const getDeliveryRoute =
  (ctx: Context): Handler<Routes['get_delivery']> =>
  async ({ params, request }) => ({
    status: 200,
    body: await readDelivery(ctx.store.read, requireCaller(request).owner_id, params.id),
  });

export const redeliverRoute =
  (ctx: Context): Handler<Routes['redeliver']> =>
  async ({ params, headers, request, reply }) => {
    const { owner_id } = requireCaller(request);
    const asked = { by: requesterOf(request), idempotency_key: headers['idempotency-key'] };
    const { delivery, replayed } = await redeliver(ctx, { ...asked, owner_id, caller_id: owner_id }, params.id);
    reply.header('location', `/v1/deliveries/${delivery.id}`);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 201, body: delivery };
  };

export const listAllDeliveriesRoute =
  (ctx: Context): Handler<Routes['list_all_deliveries']> =>
  async ({ query }) => {
    const { items, next_cursor } = await listDeliveries(ctx, query);
    return { status: 200, body: { items: await withOwnerNames(ctx.store.read, items), next_cursor } };
  };

export const getAnyDeliveryRoute =
  (ctx: Context): Handler<Routes['get_any_delivery']> =>
  async ({ params }) => ({ status: 200, body: await readDelivery(ctx.store.read, null, params.id) });

export const redeliverAnyRoute =
  (ctx: Context): Handler<Routes['redeliver_any']> =>
  async ({ params, headers, request, reply }) => {
    const caller_id = requireCaller(request).owner_id;
    const asked = { by: requesterOf(request), idempotency_key: headers['idempotency-key'] };
    const { delivery, replayed } = await redeliver(ctx, { ...asked, owner_id: null, caller_id }, params.id);
    reply.header('location', `/v1/admin/deliveries/${delivery.id}`);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    const [named] = await withOwnerNames<typeof delivery>(ctx.store.read, [delivery]);
    const body: OwnedDelivery = named ?? { ...delivery, owner_name: delivery.owner_id };
    return { status: 201, body };
  };
