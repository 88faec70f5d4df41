import { expect, test } from 'vitest';
import { problem } from '../../test/script-server.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, type Easel } from '../index.js';

const connect = (url: string) => createEasel<AnyModels>({ base_url: url }).user;
type UserRoom = Easel<AnyModels>['user'];

const PASSWORD = 'a long password';
const GRACE = { token: 't', name: 'Grace', email: 'grace@example.org', password: PASSWORD };
const JOIN = { token: 't', name: 'Ada', password: PASSWORD };
const CHANGE = { current_password: 'old', new_password: PASSWORD };
const INVITATION = { email: 'ada@example.org', role: 'member' as const };
const USERS = '/v1/admin/users';

const CALLS: [
  name: string,
  call: (user: UserRoom) => Promise<unknown>,
  request: string,
  status: number,
  body?: unknown,
][] = [
  ['setup', (u) => u.setup(GRACE), 'POST /v1/setup', 201, GRACE],
  ['look_at_invitation', (u) => u.look_at_invitation('t'), 'POST /v1/invitations/look', 200, { token: 't' }],
  ['accept_invitation', (u) => u.accept_invitation(JOIN), 'POST /v1/invitations/accept', 201, JOIN],
  [
    'reset_password',
    (u) => u.reset_password({ token: 't', password: PASSWORD }),
    'POST /v1/password',
    204,
    { token: 't', password: PASSWORD },
  ],
  ['rename', (u) => u.rename('Ada'), 'PATCH /v1/account', 200, { name: 'Ada' }],
  ['change_password', (u) => u.change_password(CHANGE), 'PUT /v1/account/password', 204, CHANGE],
  ['list_account_sessions', (u) => u.list_account_sessions(), 'GET /v1/account/sessions', 200],
  ['revoke_account_session', (u) => u.revoke_account_session('s'), 'DELETE /v1/account/sessions/s', 204],
  ['revoke_other_account_sessions', (u) => u.revoke_other_account_sessions(), 'DELETE /v1/account/sessions', 200],
  ['list', (u) => u.list({ search: 'ada', role: 'member' }), `GET ${USERS}?search=ada&role=member`, 200],
  ['get', (u) => u.get('user_1'), `GET ${USERS}/user_1`, 200],
  ['patch', (u) => u.patch('user_1', { queue_max: null }), `PATCH ${USERS}/user_1`, 200, { queue_max: null }],
  ['list_sessions', (u) => u.list_sessions('user_1'), `GET ${USERS}/user_1/sessions`, 200],
  ['revoke_sessions', (u) => u.revoke_sessions('user_1'), `DELETE ${USERS}/user_1/sessions`, 200],
  ['make_password_link', (u) => u.make_password_link('user_1'), `POST ${USERS}/user_1/password-link`, 201],
  ['list_invitations', (u) => u.list_invitations(), 'GET /v1/admin/invitations', 200],
  ['invite', (u) => u.invite(INVITATION), 'POST /v1/admin/invitations', 201, INVITATION],
  ['revoke_invitation', (u) => u.revoke_invitation('i'), 'DELETE /v1/admin/invitations/i', 200],
];

test.each(CALLS)('%s asks for what the contract declares', async (_name, call, request, status, body) => {
  const server = await withServer([request, status === 204 ? { status } : { status, json: { items: [], ended: 2 } }]);
  await call(connect(server.url));
  expect(server.seen.map((seen) => seen.body)).toEqual([body === undefined ? '' : JSON.stringify(body)]);
});

test('what works once is not repeated, and a look is', async () => {
  const away = problem(503, 'unavailable', { retryable: true });
  const once = await withServer(['POST /v1/invitations/accept', away]);
  await expect(connect(once.url).accept_invitation(JOIN)).rejects.toMatchObject({ code: 'unavailable' });
  const look = 'POST /v1/invitations/look';
  const twice = await withServer([look, away], [look, { json: { email: 'ada@example.org' } }]);
  expect(await connect(twice.url).look_at_invitation('t')).toEqual({ email: 'ada@example.org' });
});

test('how many sessions ended is a number', async () => {
  const server = await withServer([`DELETE ${USERS}/user_1/sessions`, { json: { ended: 3 } }]);
  expect(await connect(server.url).revoke_sessions('user_1')).toBe(3);
});
