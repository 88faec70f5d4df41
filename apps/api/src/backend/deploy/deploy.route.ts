import { type Contract, REPLAYED_HEADER } from '@easel/contracts';
import type { Context } from '../../context.js';
import { onHangUp, requireCaller } from '../../http/caller.js';
import type { Handler } from '../../http/handler.js';
import { requesterOf } from '../../http/requester.js';
import { viewBackend } from '../backend-view.js';
import { deployView, findDeploy } from './deploy.repository.js';
import { listDeployments } from './list-deployments.js';
import { followLog, listDeploys } from './read-deploys.js';
import { rollBack } from './roll-back.js';

type Routes = Contract['backend'];

export const deployRoute =
  (ctx: Context): Handler<Routes['deploy']> =>
  async ({ params, headers, request, reply }) => {
    const { owner_id } = requireCaller(request);
    const made = await ctx.deployer.start(owner_id, requesterOf(request), headers['idempotency-key'], params.id);
    if (made.replayed) reply.header(REPLAYED_HEADER, 'true');
    reply.header('location', `/v1/admin/backends/${params.id}/deploys/${made.id}/log`);
    const row = await findDeploy(ctx.store.read, made.id);
    if (!row) throw new Error(`${made.id} has no row`);
    return { status: 202, body: deployView(row) };
  };

export const listDeploysRoute =
  (ctx: Context): Handler<Routes['deploys']> =>
  async ({ params, query }) => ({ status: 200, body: await listDeploys(ctx, params.id, query) });

export const deployLogRoute =
  (ctx: Context): Handler<Routes['deploy_log']> =>
  async ({ params, query, reply }) => {
    const target = { ...params, offset: query.offset };
    const timeout_ms = Math.round((query.wait_s ?? 0) * 1000);
    const gone = new AbortController();
    onHangUp(reply, () => gone.abort());
    return { status: 200, body: await followLog(ctx, target, { timeout_ms, signal: gone.signal }) };
  };

export const rollBackRoute =
  (ctx: Context): Handler<Routes['rollback']> =>
  async ({ params, request }) => {
    await rollBack(ctx, requesterOf(request), params.id);
    return { status: 200, body: await viewBackend(ctx, params.id) };
  };

export const deploymentsRoute =
  (ctx: Context): Handler<Routes['deployments']> =>
  async () => ({ status: 200, body: { items: await listDeployments(ctx) } });
