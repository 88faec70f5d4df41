import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { viewBackend } from './backend-view.js';
import { autoscale, readLoad } from './model-load.js';
import { disableBackend, drainBackend, enableBackend } from './switch-backend.js';

type Routes = Contract['backend'];

export const enableRoute =
  (ctx: Context): Handler<Routes['enable']> =>
  async ({ params, request }) => {
    await enableBackend(ctx, requesterOf(request), params.id);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const disableRoute =
  (ctx: Context): Handler<Routes['disable']> =>
  async ({ params, request }) => {
    await disableBackend(ctx, requesterOf(request), params.id);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const drainRoute =
  (ctx: Context): Handler<Routes['drain']> =>
  async ({ params, request }) => {
    await drainBackend(ctx, requesterOf(request), params.id);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const loadRoute =
  (ctx: Context): Handler<Routes['load']> =>
  async ({ params }) => ({ status: 200, body: { items: await readLoad(ctx, params.id) } });

export const autoscaleRoute =
  (ctx: Context): Handler<Routes['autoscale']> =>
  async ({ params: { id, model }, body: patch, request }) => ({
    status: 200,
    body: await autoscale(ctx, requesterOf(request), id, { model, patch }),
  });
