import type { Context } from '../context.js';
import {
  listAccountSessionsRoute,
  patchAccountRoute,
  revokeAccountSessionRoute,
  revokeOtherAccountSessionsRoute,
} from './account.route.js';
import {
  acceptInvitationRoute,
  changePasswordRoute,
  getUserRoute,
  inviteRoute,
  listInvitationsRoute,
  listSessionsRoute,
  listUsersRoute,
  lookAtInvitationRoute,
  makePasswordLinkRoute,
  patchUserRoute,
  resetPasswordRoute,
  revokeInvitationRoute,
  revokeSessionsRoute,
  setupRoute,
} from './user.route.js';

/** Every route of the user room. */
export const userHandlers = (ctx: Context) => ({
  setup: setupRoute(ctx),
  look_at_invitation: lookAtInvitationRoute(ctx),
  accept_invitation: acceptInvitationRoute(ctx),
  reset_password: resetPasswordRoute(ctx),
  patch_account: patchAccountRoute(ctx),
  change_password: changePasswordRoute(ctx),
  list_account_sessions: listAccountSessionsRoute(ctx),
  revoke_account_session: revokeAccountSessionRoute(ctx),
  revoke_other_account_sessions: revokeOtherAccountSessionsRoute(ctx),
  list: listUsersRoute(ctx),
  get: getUserRoute(ctx),
  patch: patchUserRoute(ctx),
  list_sessions: listSessionsRoute(ctx),
  revoke_sessions: revokeSessionsRoute(ctx),
  make_password_link: makePasswordLinkRoute(ctx),
  list_invitations: listInvitationsRoute(ctx),
  invite: inviteRoute(ctx),
  revoke_invitation: revokeInvitationRoute(ctx),
});
