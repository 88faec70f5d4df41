import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { readDispatch, setDispatchPaused } from '../task/dispatch-pause.js';
import {
  backendHistoryRoute,
  checkBackendRoute,
  createBackendRoute,
  getBackendRoute,
  listBackendsRoute,
  patchBackendRoute,
  removeBackendRoute,
  rotateBackendRoute,
} from './backend.route.js';
import {
  deployLogRoute,
  deploymentsRoute,
  deployRoute,
  listDeploysRoute,
  rollBackRoute,
} from './deploy/deploy.route.js';
import { explainRoute } from './explain-route.js';
import { listCalls } from './list-calls.js';
import { autoscaleRoute, disableRoute, drainRoute, enableRoute, loadRoute } from './switch-backend.route.js';

/** Every route of the backend room. */
export const backendHandlers = (ctx: Context) => {
  const calls: Handler<Contract['backend']['calls']> = async ({ query }) => ({
    status: 200,
    body: await listCalls(ctx, query),
  });
  const route: Handler<Contract['backend']['route']> = async ({ query }) => ({
    status: 200,
    body: await explainRoute(ctx, query),
  });
  const dispatch: Handler<Contract['backend']['dispatch']> = async () => ({
    status: 200,
    body: await readDispatch(ctx),
  });
  const set_dispatch: Handler<Contract['backend']['set_dispatch']> = async ({ body, request }) => ({
    status: 200,
    body: await setDispatchPaused(ctx, requesterOf(request), body.paused),
  });
  return {
    list: listBackendsRoute(ctx),
    create: createBackendRoute(ctx),
    get: getBackendRoute(ctx),
    patch: patchBackendRoute(ctx),
    remove: removeBackendRoute(ctx),
    rotate: rotateBackendRoute(ctx),
    check: checkBackendRoute(ctx),
    enable: enableRoute(ctx),
    disable: disableRoute(ctx),
    drain: drainRoute(ctx),
    history: backendHistoryRoute(ctx),
    load: loadRoute(ctx),
    autoscale: autoscaleRoute(ctx),
    deploy: deployRoute(ctx),
    deploys: listDeploysRoute(ctx),
    deploy_log: deployLogRoute(ctx),
    rollback: rollBackRoute(ctx),
    deployments: deploymentsRoute(ctx),
    calls,
    route,
    dispatch,
    set_dispatch,
  };
};
