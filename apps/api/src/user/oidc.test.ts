import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Identity, startOpenIdProvider } from '../../test/openid-provider.js';
import { cookieOf, type People, startWithPeople } from '../../test/people.js';

type Provider = Awaited<ReturnType<typeof startOpenIdProvider>>;
let provider: Provider;
let people: People;
beforeAll(async () => {
  provider = await startOpenIdProvider({ client_id: 'easel', client_secret: 'a secret of the client' });
  const { issuer } = provider;
  const oidc = { issuer, client_id: 'easel', client_secret: 'a secret of the client', name: 'Example ID' };
  people = await startWithPeople({ config: { oidc } });
});
afterAll(async () => {
  await people.app.stop();
  await provider.close();
});

const HOST = { host: '127.0.0.1:4100' };
const begin = (body: object = {}) =>
  people.app.call('POST', '/v1/auth/sign-in/social', {
    body: { provider: 'oidc', callbackURL: '/gallery', errorCallbackURL: '/sign-in', ...body },
    headers: HOST,
  });

/** Goes where a browser would go: to the provider, and back with what it says. */
async function comeBack(identity: Identity, { tamper = (url: URL) => url } = {}) {
  const begun = await begin();
  expect(begun.status).toBe(200);
  const state = [begun.headers['set-cookie'] ?? []]
    .flat()
    .map((text) => text.split(';')[0])
    .join('; ');
  const back = tamper(await provider.authorize(begun.body.url, identity));
  return people.app.call('GET', back.pathname + back.search, { headers: { ...HOST, cookie: state } });
}

const whoIs = (cookie: string) =>
  people.app.call('GET', '/v1/session', { headers: { cookie } }).then(({ body }) => body.user);

test('the button is told, and leads to the provider with proof keys', async () => {
  expect((await people.app.call('GET', '/v1/session')).body.sign_in).toEqual({
    password: true,
    oidc: { name: 'Example ID' },
  });
  const { body } = await begin();
  const url = new URL(body.url);
  expect(url.origin).toBe(provider.issuer);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'easel',
    redirect_uri: 'http://127.0.0.1:4100/v1/auth/callback/oidc',
    code_challenge_method: 'S256',
    scope: 'openid email profile',
    nonce: expect.stringMatching(/.{16}/),
  });
});

test('somebody who has an account comes in by a verified address, again and again', async () => {
  const { ada } = people;
  const identity = { sub: 'ada-1', email: 'Ada@Example.org', email_verified: true, name: 'Countess' };
  for (let i = 0; i < 2; i += 1) {
    const answer = await comeBack(identity);
    expect([answer.status, answer.headers.location]).toEqual([302, '/gallery']);
    expect(await whoIs(cookieOf(answer))).toMatchObject({ id: ada.id, name: 'Ada', role: 'member' });
  }
  const rows = await people.app.ctx.store.read
    .selectFrom('accounts')
    .selectAll()
    .where('user_id', '=', ada.id)
    .execute();
  const [account] = rows.filter(({ provider_id }) => provider_id === 'oidc');
  expect(rows).toHaveLength(2);
  expect(account).toMatchObject({ account_id: 'ada-1', access_token: null, refresh_token: null, id_token: null });
});

test('somebody who is invited gets the account that was promised', async () => {
  const { admin } = people;
  const body = { email: 'ivy@example.org', role: 'admin' };
  const { id } = (await admin.call('POST', '/v1/admin/invitations', { body })).body;
  const identity = { sub: 'ivy-1', email: 'ivy@example.org', email_verified: true, name: 'Ivy' };
  const user = await whoIs(cookieOf(await comeBack(identity)));
  expect(user).toMatchObject({ name: 'Ivy', email: 'ivy@example.org', role: 'admin' });
  const { items } = (await admin.call('GET', '/v1/admin/invitations')).body;
  expect(items.find((item: { id: string }) => item.id === id)).toMatchObject({
    state: 'accepted',
    accepted_by: user.id,
  });
});

const stranger = { sub: 'eve-1', email: 'eve@example.org', email_verified: true, name: 'Eve' };

test.each([
  ['was not invited', stranger, 'not_invited'],
  [
    'has an address that is not verified',
    { ...stranger, sub: 'bob-2', email: 'bob@example.org', email_verified: false },
    /./,
  ],
  ['has no address', { sub: 'eve-2', name: 'Eve' }, /./],
])('whoever %s is sent back without a session', async (_what, identity, error) => {
  const before = await people.app.ctx.store.read.selectFrom('users').select('id').execute();
  const answer = await comeBack(identity);
  expect(answer.status).toBe(302);
  const location = new URL(answer.headers.location ?? '', 'http://here');
  expect([location.host, location.pathname]).toEqual(['here', '/sign-in']);
  expect(location.searchParams.get('error')).toMatch(error);
  expect([answer.headers['set-cookie'] ?? []].flat().join()).not.toMatch(/easel\.session=[^;]/);
  expect(await people.app.ctx.store.read.selectFrom('users').select('id').execute()).toEqual(before);
  const { items } = (await people.admin.call('GET', '/v1/admin/audit?action=session.sign_in&outcome=refused')).body;
  expect(items[0].code).toBe(location.searchParams.get('error'));
});

test('who is disabled does not come in', async () => {
  const { admin, bob } = people;
  const identity = { sub: 'bob-1', email: 'bob@example.org', email_verified: true, name: 'Bob' };
  cookieOf(await comeBack(identity));
  await admin.call('PATCH', `/v1/admin/users/${bob.id}`, { body: { disabled: true } });
  expect((await comeBack(identity)).headers.location).toMatch(/error=disabled/);
});

test('what was not begun here, or is signed by another, is refused', async () => {
  const identity = { sub: 'ada-1', email: 'ada@example.org', email_verified: true, name: 'Ada' };
  const state = (url: URL) => {
    url.searchParams.set('state', 'of-another-browser');
    return url;
  };
  expect((await comeBack(identity, { tamper: state })).headers.location).toMatch(/error=/);
  for (const lie of ['key', 'nonce', 'audience', 'issuer'] as const) {
    const answer = await comeBack({ ...identity, lie });
    expect([lie, answer.headers.location]).toEqual([lie, expect.stringMatching(/error=/)]);
    expect([answer.headers['set-cookie'] ?? []].flat().join()).not.toMatch(/easel\.session=[^;]/);
  }
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'gallery'])(
  'nobody is sent on to %s',
  async (callbackURL) => {
    expect((await begin({ callbackURL })).status).toBe(400);
  },
);
