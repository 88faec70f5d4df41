import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { renameSelf } from './patch-user.js';
import { listSessions, revokeSession, revokeSessions } from './sessions.js';

type Routes = Contract['user'];

export const patchAccountRoute =
  (ctx: Context): Handler<Routes['patch_account']> =>
  async ({ body, request }) => {
    const { owner_id } = requireCaller(request);
    return { status: 200, body: await renameSelf(ctx, requesterOf(request), owner_id, body.name) };
  };

export const listAccountSessionsRoute =
  (ctx: Context): Handler<Routes['list_account_sessions']> =>
  async ({ request }) => {
    const { owner_id, session_id } = requireCaller(request);
    return { status: 200, body: { items: await listSessions(ctx, owner_id, session_id) } };
  };

export const revokeAccountSessionRoute =
  (ctx: Context): Handler<Routes['revoke_account_session']> =>
  async ({ params, request }) => {
    await revokeSession(ctx, requesterOf(request), requireCaller(request), params.id);
    return { status: 204, body: undefined };
  };

export const revokeOtherAccountSessionsRoute =
  (ctx: Context): Handler<Routes['revoke_other_account_sessions']> =>
  async ({ request }) => {
    const { owner_id, session_id } = requireCaller(request);
    const whose = { user_id: owner_id, but: session_id };
    return { status: 200, body: { ended: await revokeSessions(ctx, requesterOf(request), whose) } };
  };
