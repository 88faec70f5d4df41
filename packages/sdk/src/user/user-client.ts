import type {
  AccountSession,
  Invitation,
  InvitationAccept,
  InvitationCreate,
  InvitationGlance,
  InvitationWithUrl,
  PasswordChange,
  PasswordLink,
  PasswordReset,
  Role,
  SetupRequest,
  User,
  UserPatch,
} from '@easel/contracts';
import type { CallOptions, CreateOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** Which people `list` gives. */
export interface UserQuery extends PageQuery {
  /** Part of a name or an e-mail address, or a whole id. */
  search?: string | undefined;
  role?: Role | undefined;
}

const again = (options: CallOptions) => ({ ...options, repeatable: true });

/** People: how they come in, their sessions, and what administrators do with them. */
export function createUserClient(transport: Transport) {
  const { call } = transport;
  return {
    /** Makes the first administrator, with the token of the link that the server printed. */
    async setup(body: SetupRequest, options: CallOptions = {}): Promise<User> {
      return (await call('user', 'setup', { body }, options)).body;
    },

    /** Whom an invitation is for. */
    async look_at_invitation(token: string, options: CallOptions = {}): Promise<InvitationGlance> {
      return (await call('user', 'look_at_invitation', { body: { token } }, again(options))).body;
    },

    /** Makes the account that an invitation promises. It works once; sign in afterwards. */
    async accept_invitation(body: InvitationAccept, options: CallOptions = {}): Promise<User> {
      return (await call('user', 'accept_invitation', { body }, options)).body;
    },

    /** Sets a new password, with the token of a link from an administrator. */
    async reset_password(body: PasswordReset, options: CallOptions = {}): Promise<void> {
      await call('user', 'reset_password', { body }, options);
    },

    /** Changes your name. */
    async rename(name: string, options: CallOptions = {}): Promise<User> {
      return (await call('user', 'patch_account', { body: { name } }, again(options))).body;
    },

    /** Changes your password; ends your other sessions. */
    async change_password(body: PasswordChange, options: CallOptions = {}): Promise<void> {
      await call('user', 'change_password', { body }, options);
    },

    /** The browsers in which you are signed in, newest first. */
    async list_account_sessions(options: CallOptions = {}): Promise<AccountSession[]> {
      return (await call('user', 'list_account_sessions', {}, options)).body.items;
    },

    /** Ends one of your sessions at once. */
    async revoke_account_session(id: string, options: CallOptions = {}): Promise<void> {
      await call('user', 'revoke_account_session', { params: { id } }, options);
    },

    /** Ends all of your sessions but this one: says how many. */
    async revoke_other_account_sessions(options: CallOptions = {}): Promise<number> {
      return (await call('user', 'revoke_other_account_sessions', {}, options)).body.ended;
    },

    /** One page of people, newest first. For administrators, like all that follows. */
    async list(query: UserQuery = {}, options: CallOptions = {}): Promise<Page<User>> {
      return (await call('user', 'list', { query }, options)).body;
    },

    /** One person, with limits and what was spent this month. */
    async get(id: string, options: CallOptions = {}): Promise<User> {
      return (await call('user', 'get', { params: { id } }, options)).body;
    },

    /** Changes role or limits, disables or enables; null takes a limit away. */
    async patch(id: string, body: UserPatch, options: CallOptions = {}): Promise<User> {
      return (await call('user', 'patch', { params: { id }, body }, again(options))).body;
    },

    /** Where a person is signed in, newest first. */
    async list_sessions(id: string, options: CallOptions = {}): Promise<AccountSession[]> {
      return (await call('user', 'list_sessions', { params: { id } }, options)).body.items;
    },

    /** Signs a person out everywhere: says of how many browsers. */
    async revoke_sessions(id: string, options: CallOptions = {}): Promise<number> {
      return (await call('user', 'revoke_sessions', { params: { id } }, options)).body.ended;
    },

    /** A link with which a person sets a new password, once and within an hour. Ends links made before. */
    async make_password_link(id: string, options: CallOptions = {}): Promise<PasswordLink> {
      return (await call('user', 'make_password_link', { params: { id } }, options)).body;
    },

    /** One page of invitations, newest first. */
    async list_invitations(query: PageQuery = {}, options: CallOptions = {}): Promise<Page<Invitation>> {
      return (await call('user', 'list_invitations', { query }, options)).body;
    },

    /** Invites somebody. The link is in this answer only: a lost answer is not replayed. */
    async invite(
      body: InvitationCreate,
      { idempotency_key = crypto.randomUUID(), ...options }: CreateOptions = {},
    ): Promise<InvitationWithUrl> {
      const headers = { 'idempotency-key': idempotency_key };
      return (await call('user', 'invite', { body, headers }, options)).body;
    },

    /** Takes an open invitation back. */
    async revoke_invitation(id: string, options: CallOptions = {}): Promise<Invitation> {
      return (await call('user', 'revoke_invitation', { params: { id } }, options)).body;
    },
  };
}
