import type { AuditAction } from '@easel/contracts';
import { makeSetupToken } from '../src/user/setup.js';
import type { Call, Walked } from './audit-walked.js';
import { FakeBackend } from './fake-backend.js';
import type { TestApp } from './harness.js';
import { join, type Person, setUp, signIn } from './people.js';

const GRACE = { name: 'Grace', email: 'grace@example.org', password: 'grace correct horse' };
const ADA = { name: 'Ada', email: 'ada@example.org', password: 'ada correct horse' };
const options = () => ({ backend: new FakeBackend(), config: { auth: 'accounts' as const } });

/** Where sign-in is on: with an administrator, and what they call with. */
const byAdmin = (leaves: AuditAction, prepare: (admin: Person, app: TestApp) => Promise<Call>): Walked => ({
  leaves,
  options,
  async prepare(app) {
    const admin = await setUp(app, GRACE);
    return { headers: admin.headers, ...(await prepare(admin, app)) };
  },
});
const aboutAda = (leaves: AuditAction, path: string, body?: unknown): Walked =>
  byAdmin(leaves, async (admin, app) => ({
    path: `/v1/admin/users/${(await join(admin, app, ADA)).id}${path}`,
    body,
  }));

const tokenIn = ({ url }: { url: string }) => url.split('#token=')[1];
const invited = async (admin: Person): Promise<{ id: string; url: string }> => {
  const body = { email: ADA.email, role: 'member' };
  return (await admin.call('POST', '/v1/admin/invitations', { body })).body;
};

/** Every route about people that changes something. */
export const WALKED_BY_PEOPLE: Record<string, Walked> = {
  'user.setup': {
    leaves: 'setup.complete',
    options,
    prepare: async (app) => ({ path: '/v1/setup', body: { token: await makeSetupToken(app.ctx), ...GRACE } }),
  },
  'user.accept_invitation': byAdmin('user.join', async (admin) => ({
    path: '/v1/invitations/accept',
    body: { token: tokenIn(await invited(admin)), name: ADA.name, password: ADA.password },
    headers: {},
  })),
  'user.reset_password': byAdmin('password.reset', async (admin, app) => {
    const { id } = await join(admin, app, ADA);
    const link = (await admin.call('POST', `/v1/admin/users/${id}/password-link`)).body;
    return { path: '/v1/password', body: { token: tokenIn(link), password: 'another correct horse' }, headers: {} };
  }),
  'user.patch_account': byAdmin('user.change', async () => ({ path: '/v1/account', body: { name: 'Grace H.' } })),
  'user.change_password': byAdmin('password.change', async () => ({
    path: '/v1/account/password',
    body: { current_password: GRACE.password, new_password: 'another correct horse' },
  })),
  'user.revoke_account_session': byAdmin('session.revoke', async (admin, app) => {
    await signIn(app, GRACE);
    const { items } = (await admin.call('GET', '/v1/account/sessions')).body;
    return { path: `/v1/account/sessions/${items.find((session: { current: boolean }) => !session.current).id}` };
  }),
  'user.revoke_other_account_sessions': byAdmin('session.revoke', async (_admin, app) => {
    await signIn(app, GRACE);
    return { path: '/v1/account/sessions' };
  }),
  'user.patch': aboutAda('user.change', '', { queue_max: 5 }),
  'user.revoke_sessions': aboutAda('session.revoke', '/sessions'),
  'user.make_password_link': aboutAda('password.reset_link', '/password-link'),
  'user.invite': byAdmin('user.invite', async () => ({
    path: '/v1/admin/invitations',
    body: { email: ADA.email, role: 'member' },
  })),
  'user.revoke_invitation': byAdmin('invitation.revoke', async (admin) => ({
    path: `/v1/admin/invitations/${(await invited(admin)).id}`,
  })),
};
