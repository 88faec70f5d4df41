import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { PAGE_QUERY, pageOf } from '../http/pagination.js';
import { problems } from '../http/problem.js';
import { access } from '../http/route-metadata.js';
import {
  AccountPatch,
  AccountSession,
  Invitation,
  InvitationAccept,
  InvitationCreate,
  InvitationGlance,
  InvitationLook,
  InvitationWithUrl,
  PasswordChange,
  PasswordLink,
  PasswordReset,
  Role,
  SetupRequest,
  User,
  UserPatch,
} from './user.schema.js';

const c = initContract();
const one = z.object({ id: z.string().min(1).max(64) });
const idempotency = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() });
const body = problems(413, 415);
const ofOne = problems(404, 413, 415);
const sessions = z.object({ items: z.array(AccountSession) }).meta({ id: 'AccountSessions' });

/** People: how they come in, their sessions, and what administrators do with them. */
export const userRoutes = c.router({
  setup: {
    method: 'POST',
    path: '/v1/setup',
    summary: 'Become the first administrator, with the link that the server printed at its start',
    description: 'Takes over everything that was made while nobody signed in.',
    body: SetupRequest,
    responses: { 201: User, ...body, ...problems(409, 410) },
    metadata: access('public'),
  },
  look_at_invitation: {
    method: 'POST',
    path: '/v1/invitations/look',
    summary: 'See whom an invitation is for',
    body: InvitationLook,
    responses: { 200: InvitationGlance, ...body, ...problems(410) },
    metadata: access('public'),
  },
  accept_invitation: {
    method: 'POST',
    path: '/v1/invitations/accept',
    summary: 'Make the account that an invitation promises; it works once',
    body: InvitationAccept,
    responses: { 201: User, ...body, ...problems(409, 410) },
    metadata: access('public'),
  },
  reset_password: {
    method: 'POST',
    path: '/v1/password',
    summary: 'Set a new password with a link from an administrator; ends all sessions',
    body: PasswordReset,
    responses: { 204: c.noBody(), ...body, ...problems(410) },
    metadata: access('public'),
  },
  patch_account: {
    method: 'PATCH',
    path: '/v1/account',
    summary: 'Change your name',
    body: AccountPatch,
    responses: { 200: User, ...body },
    metadata: access('member', 'session'),
  },
  change_password: {
    method: 'PUT',
    path: '/v1/account/password',
    summary: 'Change your password; ends your other sessions',
    body: PasswordChange,
    responses: { 204: c.noBody(), ...body, ...problems(409) },
    metadata: access('member', 'session'),
  },
  list_account_sessions: {
    method: 'GET',
    path: '/v1/account/sessions',
    summary: 'List the browsers in which you are signed in, newest first',
    responses: { 200: sessions },
    metadata: access('member', 'session'),
  },
  revoke_account_session: {
    method: 'DELETE',
    path: '/v1/account/sessions/:id',
    summary: 'End one of your sessions at once',
    pathParams: one,
    body: c.noBody(),
    responses: { 204: c.noBody(), ...ofOne },
    metadata: access('member', 'session'),
  },
  revoke_other_account_sessions: {
    method: 'DELETE',
    path: '/v1/account/sessions',
    summary: 'End all of your sessions but this one, at once',
    body: c.noBody(),
    responses: { 200: z.object({ ended: z.int() }).meta({ id: 'EndedSessions' }), ...body },
    metadata: access('member', 'session'),
  },
  list: {
    method: 'GET',
    path: '/v1/admin/users',
    summary: 'List people, newest first',
    query: z.strictObject({
      ...PAGE_QUERY,
      /** Part of a name or an e-mail address, or a whole id. */
      search: z.string().trim().min(1).max(200).optional(),
      role: Role.optional(),
    }),
    responses: { 200: pageOf(User).meta({ id: 'UserPage' }) },
    metadata: access('admin', 'admin'),
  },
  get: {
    method: 'GET',
    path: '/v1/admin/users/:id',
    summary: 'Get a person',
    pathParams: one,
    responses: { 200: User, ...problems(404) },
    metadata: access('admin', 'admin'),
  },
  patch: {
    method: 'PATCH',
    path: '/v1/admin/users/:id',
    summary: 'Change role or limits of a person, disable or enable them',
    description: 'Who is disabled, or gets another role, is signed out everywhere at once.',
    pathParams: one,
    body: UserPatch,
    responses: { 200: User, ...ofOne, ...problems(409) },
    metadata: access('admin', 'admin'),
  },
  list_sessions: {
    method: 'GET',
    path: '/v1/admin/users/:id/sessions',
    summary: 'List the browsers in which a person is signed in, newest first',
    pathParams: one,
    responses: { 200: sessions, ...problems(404) },
    metadata: access('admin', 'admin'),
  },
  revoke_sessions: {
    method: 'DELETE',
    path: '/v1/admin/users/:id/sessions',
    summary: 'Sign a person out everywhere, at once',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: z.object({ ended: z.int() }).meta({ id: 'EndedSessions' }), ...ofOne },
    metadata: access('admin', 'admin'),
  },
  make_password_link: {
    method: 'POST',
    path: '/v1/admin/users/:id/password-link',
    summary: 'Make a link with which a person sets a new password, once and within an hour',
    description: 'The link is in this answer only. Links made before for this person end.',
    pathParams: one,
    body: c.noBody(),
    responses: { 201: PasswordLink, ...ofOne, ...problems(409) },
    metadata: access('admin', 'session'),
  },
  list_invitations: {
    method: 'GET',
    path: '/v1/admin/invitations',
    summary: 'List invitations, newest first',
    query: z.strictObject(PAGE_QUERY),
    responses: { 200: pageOf(Invitation).meta({ id: 'InvitationPage' }) },
    metadata: access('admin', 'admin'),
  },
  invite: {
    method: 'POST',
    path: '/v1/admin/invitations',
    summary: 'Invite somebody',
    description:
      'The link is in this answer only: a repetition with the same Idempotency-Key is refused. It works once and for seven days.',
    headers: idempotency,
    body: InvitationCreate,
    responses: { 201: InvitationWithUrl, ...body, ...problems(409, 422) },
    metadata: access('admin', 'session'),
  },
  revoke_invitation: {
    method: 'DELETE',
    path: '/v1/admin/invitations/:id',
    summary: 'Take an open invitation back',
    pathParams: one,
    body: c.noBody(),
    responses: { 200: Invitation, ...ofOne, ...problems(409) },
    metadata: access('admin', 'admin'),
  },
});
