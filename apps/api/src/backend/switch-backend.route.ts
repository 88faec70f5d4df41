import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { viewBackend } from './backend-view.js';
import { autoscale, readLoad } from './model-load.js';
import { disableBackend, drainBackend, enableBackend } from './switch-backend.js';

type Routes = Contract['backend'];

export const enableRoute =
  (ctx: Context): Handler<Routes['enable']> =>
  async ({ params }) => {
    await enableBackend(ctx, params.id);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const disableRoute =
  (ctx: Context): Handler<Routes['disable']> =>
  async ({ params }) => {
    await disableBackend(ctx, params.id);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const drainRoute =
  (ctx: Context): Handler<Routes['drain']> =>
  async ({ params }) => {
    await drainBackend(ctx, params.id);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const loadRoute =
  (ctx: Context): Handler<Routes['load']> =>
  async ({ params }) => ({ status: 200, body: { items: await readLoad(ctx, params.id) } });

export const autoscaleRoute =
  (ctx: Context): Handler<Routes['autoscale']> =>
  async ({ params, body }) => ({ status: 200, body: await autoscale(ctx, params.id, params.model, body) });
