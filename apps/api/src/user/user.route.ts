import type { Contract } from '@easel/contracts';
import type { Context } from '../context.js';
import { requireCaller } from '../http/caller.js';
import type { Handler } from '../http/handler.js';
import { requesterOf } from '../http/requester.js';
import { acceptInvitation, lookAtInvitation } from './accept-invitation.js';
import { changePassword, makePasswordLink, resetPassword } from './change-password.js';
import { invite, listInvitations, revokeInvitation } from './invitation.js';
import { baseUrlOf, linkUrl } from './link-url.js';
import { getUser, listUsers } from './list-users.js';
import { patchUser } from './patch-user.js';
import { listSessions, revokeSessions } from './sessions.js';
import { completeSetup } from './setup.js';

type Routes = Contract['user'];

export const setupRoute =
  (ctx: Context): Handler<Routes['setup']> =>
  async ({ body, request }) => ({ status: 201, body: await completeSetup(ctx, requesterOf(request), body) });

export const lookAtInvitationRoute =
  (ctx: Context): Handler<Routes['look_at_invitation']> =>
  async ({ body }) => {
    const { email, role, expires_at } = await lookAtInvitation(ctx, body.token);
    return { status: 200, body: { email, role, expires_at } };
  };

export const acceptInvitationRoute =
  (ctx: Context): Handler<Routes['accept_invitation']> =>
  async ({ body, request }) => ({ status: 201, body: await acceptInvitation(ctx, requesterOf(request), body) });

export const resetPasswordRoute =
  (ctx: Context): Handler<Routes['reset_password']> =>
  async ({ body, request }) => {
    await resetPassword(ctx, requesterOf(request), body);
    return { status: 204, body: undefined };
  };

export const changePasswordRoute =
  (ctx: Context): Handler<Routes['change_password']> =>
  async ({ body, request }) => {
    await changePassword(ctx, requesterOf(request), requireCaller(request), body);
    return { status: 204, body: undefined };
  };

export const listUsersRoute =
  (ctx: Context): Handler<Routes['list']> =>
  async ({ query }) => ({ status: 200, body: await listUsers(ctx, query) });

export const getUserRoute =
  (ctx: Context): Handler<Routes['get']> =>
  async ({ params }) => ({ status: 200, body: await getUser(ctx, params.id) });

export const patchUserRoute =
  (ctx: Context): Handler<Routes['patch']> =>
  async ({ params, body, request }) => {
    await getUser(ctx, params.id);
    return { status: 200, body: await patchUser(ctx, requesterOf(request), params.id, body) };
  };

export const listSessionsRoute =
  (ctx: Context): Handler<Routes['list_sessions']> =>
  async ({ params, request }) => {
    const { id } = await getUser(ctx, params.id);
    return { status: 200, body: { items: await listSessions(ctx, id, requireCaller(request).session_id) } };
  };

export const revokeSessionsRoute =
  (ctx: Context): Handler<Routes['revoke_sessions']> =>
  async ({ params, request }) => {
    const { id } = await getUser(ctx, params.id);
    return {
      status: 200,
      body: { ended: await revokeSessions(ctx, requesterOf(request), { user_id: id, but: null }) },
    };
  };

export const makePasswordLinkRoute =
  (ctx: Context): Handler<Routes['make_password_link']> =>
  async ({ params, request }) => {
    await getUser(ctx, params.id);
    const { token, expires_at } = await makePasswordLink(ctx, requesterOf(request), params.id);
    return { status: 201, body: { url: linkUrl(baseUrlOf(ctx, request), '/reset', token), expires_at } };
  };

export const listInvitationsRoute =
  (ctx: Context): Handler<Routes['list_invitations']> =>
  async ({ query }) => ({ status: 200, body: await listInvitations(ctx, query) });

export const inviteRoute =
  (ctx: Context): Handler<Routes['invite']> =>
  async ({ body, headers, request }) => {
    const asked = { caller: requireCaller(request), by: requesterOf(request) };
    const { invitation, token } = await invite(ctx, asked, headers['idempotency-key'], body);
    return { status: 201, body: { ...invitation, url: linkUrl(baseUrlOf(ctx, request), '/join', token) } };
  };

export const revokeInvitationRoute =
  (ctx: Context): Handler<Routes['revoke_invitation']> =>
  async ({ params, request }) => ({ status: 200, body: await revokeInvitation(ctx, requesterOf(request), params.id) });
