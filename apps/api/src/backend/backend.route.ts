import { type Contract, REPLAYED_HEADER } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { addBackend } from './add-backend.js';
import { listHistory } from './backend-history.js';
import { viewBackend } from './backend-view.js';
import { checkBackend } from './check-backend.js';
import { listBackends } from './list-backends.js';
import { patchBackend } from './patch-backend.js';
import { removeBackend } from './remove-backend.js';
import { rotateBackend } from './rotate-backend.js';

type Routes = Contract['backend'];

export const listBackendsRoute =
  (ctx: Context): Handler<Routes['list']> =>
  async ({ query }) => ({ status: 200, body: await listBackends(ctx, query) });

export const createBackendRoute =
  (ctx: Context): Handler<Routes['create']> =>
  async ({ body, headers, request, reply }) => {
    const { owner_id } = requireCaller(request);
    const made = await addBackend(ctx, owner_id, requesterOf(request), headers['idempotency-key'], body);
    reply.header('location', `/v1/admin/backends/${made.id}`);
    if (made.replayed) reply.header(REPLAYED_HEADER, 'true');
    return { status: 201, body: await viewBackend(ctx, made.id) };
  };

export const getBackendRoute =
  (ctx: Context): Handler<Routes['get']> =>
  async ({ params }) => ({ status: 200, body: await viewBackend(ctx, params.id) });

export const patchBackendRoute =
  (ctx: Context): Handler<Routes['patch']> =>
  async ({ params, body, request }) => {
    await patchBackend(ctx, requesterOf(request), params.id, body);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const removeBackendRoute =
  (ctx: Context): Handler<Routes['remove']> =>
  async ({ params, request }) => {
    await removeBackend(ctx, requesterOf(request), params.id);
    return { status: 204, body: undefined };
  };

export const rotateBackendRoute =
  (ctx: Context): Handler<Routes['rotate']> =>
  async ({ params, body, request }) => {
    await rotateBackend(ctx, requesterOf(request), params.id, body);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const checkBackendRoute =
  (ctx: Context): Handler<Routes['check']> =>
  async ({ params, request }) => ({
    status: 200,
    body: await checkBackend(ctx, params.id, undefined, requesterOf(request)),
  });

export const backendHistoryRoute =
  (ctx: Context): Handler<Routes['history']> =>
  async ({ params, query }) => ({ status: 200, body: await listHistory(ctx, params.id, query) });
