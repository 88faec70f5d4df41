import { type Contract, REPLAYED_HEADER } from '@easel/contracts';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { patchKey, revokeKey, rotateKey } from './change-key.js';
import { createKey, type KeyRequest } from './create-key.js';
import { viewKey, withOwners } from './key.repository.js';
import { listKeys } from './list-keys.js';

type Routes = Contract['key'];

const askedBy = (request: FastifyRequest): KeyRequest => ({
  caller: requireCaller(request),
  by: requesterOf(request),
});

export const listKeysRoute =
  (ctx: Context): Handler<Routes['list']> =>
  async ({ query, request }) => ({ status: 200, body: await listKeys(ctx, requireCaller(request).owner_id, query) });

export const createKeyRoute =
  (ctx: Context): Handler<Routes['create']> =>
  async ({ body, headers, request, reply }) => {
    const { key, replayed } = await createKey(ctx, askedBy(request), headers['idempotency-key'], body);
    reply.header('location', `/v1/keys/${key.id}`);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 201, body: key };
  };

export const getKeyRoute =
  (ctx: Context): Handler<Routes['get']> =>
  async ({ params, request }) => ({
    status: 200,
    body: await viewKey(ctx.store.read, requireCaller(request).owner_id, params.id),
  });

export const patchKeyRoute =
  (ctx: Context): Handler<Routes['patch']> =>
  async ({ params, body, request }) => ({ status: 200, body: await patchKey(ctx, askedBy(request), params.id, body) });

export const rotateKeyRoute =
  (ctx: Context): Handler<Routes['rotate']> =>
  async ({ params, headers, body, request, reply }) => {
    const wanted = { id: params.id, idempotency_key: headers['idempotency-key'], overlap_s: body.overlap_s };
    const { key, replayed } = await rotateKey(ctx, askedBy(request), wanted);
    if (replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 200, body: key };
  };

export const revokeKeyRoute =
  (ctx: Context): Handler<Routes['revoke']> =>
  async ({ params, request }) => {
    const asked = askedBy(request);
    return { status: 200, body: await revokeKey(ctx, asked, asked.caller.owner_id, params.id) };
  };

export const listAllKeysRoute =
  (ctx: Context): Handler<Routes['list_all']> =>
  async ({ query: { owner_id, ...page } }) => {
    const { items, next_cursor } = await listKeys(ctx, owner_id, page);
    return { status: 200, body: { items: await withOwners(ctx.store.read, items), next_cursor } };
  };

export const revokeAnyKeyRoute =
  (ctx: Context): Handler<Routes['revoke_any']> =>
  async ({ params, request }) => {
    const key = await revokeKey(ctx, askedBy(request), null, params.id);
    const [body] = await withOwners(ctx.store.read, [key]);
    return { status: 200, body: body ?? { ...key, owner_name: key.owner_id } };
  };
