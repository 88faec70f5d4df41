import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { startApp } from '../../test/harness.js';
import { crowdedSettings, join, type People, setUp, signIn, startWithPeople } from '../../test/people.js';
import { makeSetupToken } from './setup.js';

let people: People;
beforeAll(async () => {
  people = await startWithPeople();
});
afterAll(() => people.app.stop());

const GRACE = { name: 'Grace', email: 'grace@example.org', password: 'a long password' };
const tokenOf = (url: string) => url.split('#token=')[1] ?? '';
const codes = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

test('the first administrator takes over what the local owner made', async () => {
  const local = await startApp({ backend: new FakeBackend().expect({}) });
  const task = await local.ended((await local.create()).id);
  expect(await makeSetupToken(local.ctx)).toBeNull();
  const refused = await local.call('POST', '/v1/setup', { body: { token: 'x', ...GRACE } });
  expect([refused.status, refused.body.code]).toEqual([410, 'gone']);
  const owner = local.ctx.local_owner_id;
  const dir = await local.copyAsKilled();
  await local.stop();

  const app = await startApp({ dir, config: { auth: 'accounts' } });
  expect((await app.call('GET', '/v1/session')).body).toMatchObject({ user: null, setup_needed: true });
  const old = await makeSetupToken(app.ctx);
  const admin = await setUp(app, GRACE);
  expect([admin.id, admin.role]).toEqual([owner, 'admin']);
  expect((await admin.call('GET', `/v1/tasks/${task.id}`)).status).toBe(200);
  expect(await makeSetupToken(app.ctx)).toBeNull();
  // The link before the last one ended when another was made.
  expect((await app.call('POST', '/v1/setup', { body: { token: old, ...GRACE } })).status).toBe(410);
  await app.stop();
});

test('a setup link works once, also when it is used many times at once', async () => {
  const app = await startApp({ settings: crowdedSettings(), config: { auth: 'accounts' } });
  const token = await makeSetupToken(app.ctx);
  const bodies = Array.from({ length: 10 }, (_, n) => ({ token, ...GRACE, email: `grace${n}@example.org` }));
  const answers = await Promise.all(bodies.map((body) => app.call('POST', '/v1/setup', { body })));
  expect(codes(answers)).toEqual([201, ...Array(9).fill(410)]);
  const users = await app.ctx.store.read.selectFrom('users').selectAll().execute();
  expect(users).toHaveLength(1);
  await app.stop();
});

test('an invitation is accepted once, also by twenty at once', async () => {
  const { app, admin } = people;
  const invited = await admin.call('POST', '/v1/admin/invitations', {
    body: { email: 'New@Example.org', role: 'member' },
  });
  expect(invited.body).toMatchObject({ email: 'new@example.org', state: 'open', created_by: admin.id });
  const token = tokenOf(invited.body.url);
  expect(invited.body.url).toBe(`http://127.0.0.1/join#token=${token}`);
  const look = await app.call('POST', '/v1/invitations/look', { body: { token } });
  expect(look.body).toEqual({ email: 'new@example.org', role: 'member', expires_at: invited.body.expires_at });
  const accept = (n: number) =>
    app.call('POST', '/v1/invitations/accept', { body: { token, name: `New ${n}`, password: 'a long password' } });
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => accept(n)));
  expect(codes(answers)).toEqual([201, ...Array(19).fill(410)]);
  const found = await admin.call('GET', '/v1/admin/users?search=new%40example');
  expect(found.body.items).toHaveLength(1);
  expect(found.body.items[0]).toMatchObject({ email: 'new@example.org', role: 'member', sessions: 0 });
  expect((await app.call('POST', '/v1/invitations/look', { body: { token } })).body.code).toBe('gone');
  const [newest] = (await admin.call('GET', '/v1/admin/invitations')).body.items;
  expect(newest).toMatchObject({ id: invited.body.id, state: 'accepted', accepted_by: found.body.items[0].id });
});

test('an invitation can be taken back, is replaced by the next, and is not replayed', async () => {
  const { app, admin, ada } = people;
  const invite = (body: object, headers = {}) => admin.call('POST', '/v1/admin/invitations', { body, headers });
  const body = { email: 'later@example.org', role: 'member' };
  const first = (await invite(body)).body;
  const key = { 'idempotency-key': 'one' };
  const second = (await invite(body, key)).body;
  const again = await invite(body, key);
  expect([again.status, again.body.code]).toEqual([409, 'conflict']);
  expect(again.text).not.toContain(tokenOf(second.url));
  const look = (url: string) => app.call('POST', '/v1/invitations/look', { body: { token: tokenOf(url) } });
  expect([(await look(first.url)).status, (await look(second.url)).status]).toEqual([410, 200]);
  expect((await admin.call('DELETE', `/v1/admin/invitations/${second.id}`)).body.state).toBe('revoked');
  expect((await look(second.url)).status).toBe(410);
  expect((await admin.call('DELETE', `/v1/admin/invitations/${second.id}`)).status).toBe(409);
  expect((await invite({ email: ada.email, role: 'member' })).status).toBe(409);
  expect((await invite({ ...body, email: 'no address' })).status).toBe(400);
  const expired = (await invite(body)).body;
  const expires_at = new Date(Date.now() - 1).toISOString();
  await app.ctx.store.write((tx) =>
    tx.db.updateTable('invitations').set({ expires_at }).where('id', '=', expired.id).execute(),
  );
  expect((await look(expired.url)).status).toBe(410);
});

test('members see no people, and nobody of them invites', async () => {
  const { ada, bob } = people;
  const calls: [string, string][] = [
    ['GET', '/v1/admin/users'],
    ['GET', `/v1/admin/users/${bob.id}`],
    ['GET', '/v1/admin/invitations'],
    ['DELETE', `/v1/admin/users/${bob.id}/sessions`],
    ['POST', `/v1/admin/users/${bob.id}/password-link`],
  ];
  for (const [method, path] of calls) expect([path, (await ada.call(method, path)).status]).toEqual([path, 403]);
  expect((await bob.call('GET', '/v1/session')).body.user.id).toBe(bob.id);
});

test('changing the password ends the other sessions, and needs the present one', async () => {
  const { app, admin } = people;
  const carl = await join(admin, app, { name: 'Carl', email: 'carl@example.org', password: 'the first password' });
  const elsewhere = { ...carl.headers, cookie: await signIn(app, carl) };
  const change = (current_password: string, new_password: string) =>
    carl.call('PUT', '/v1/account/password', { body: { current_password, new_password } });
  const wrong = await change('not the password', 'the second password');
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, 'current_password']);
  expect((await change(carl.password, 'short')).status).toBe(400);
  expect((await app.call('GET', '/v1/tasks', { headers: elsewhere })).status).toBe(200);
  expect((await change(carl.password, 'the second password')).status).toBe(204);
  expect((await app.call('GET', '/v1/tasks', { headers: elsewhere })).body.code).toBe('session_expired');
  expect((await carl.call('GET', '/v1/tasks')).status).toBe(200);
  await expect(signIn(app, carl)).rejects.toThrow('401');
  await signIn(app, { ...carl, password: 'the second password' });
});

test('a link from an administrator sets a new password once and ends all sessions', async () => {
  const { app, admin } = people;
  const dora = await join(admin, app, { name: 'Dora', email: 'dora@example.org', password: 'the first password' });
  const make = () => admin.call('POST', `/v1/admin/users/${dora.id}/password-link`);
  const old = tokenOf((await make()).body.url);
  const { url } = (await make()).body;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1\/reset#token=/);
  const reset = (token: string) => app.call('POST', '/v1/password', { body: { token, password: 'another password' } });
  expect((await reset(old)).status).toBe(410);
  expect(codes(await Promise.all([reset(tokenOf(url)), reset(tokenOf(url))]))).toEqual([204, 410]);
  expect((await dora.call('GET', '/v1/tasks')).body.code).toBe('session_expired');
  await signIn(app, { ...dora, password: 'another password' });
});

test('sessions are listed and ended one by one, and only by whose they are', async () => {
  const { app, ada, bob } = people;
  const elsewhere = { ...ada.headers, cookie: await signIn(app, ada), 'user-agent': 'Elsewhere' };
  const items = async () => (await ada.call('GET', '/v1/account/sessions')).body.items;
  const [newest, ...others] = await items();
  expect(newest).toMatchObject({ current: false, ip_address: '127.0.0.1' });
  expect(others.filter((item: { current: boolean }) => item.current)).toHaveLength(1);
  const unknown = await bob.call('DELETE', '/v1/account/sessions/session_00000000000000000000000000');
  const foreign = await bob.call('DELETE', `/v1/account/sessions/${newest.id}`);
  expect([unknown.status, foreign.status]).toEqual([404, 404]);
  expect((await app.call('GET', '/v1/tasks', { headers: elsewhere })).status).toBe(200);
  expect((await ada.call('DELETE', `/v1/account/sessions/${newest.id}`)).status).toBe(204);
  expect((await app.call('GET', '/v1/tasks', { headers: elsewhere })).status).toBe(401);
  await signIn(app, ada);
  const { ended } = (await ada.call('DELETE', '/v1/account/sessions')).body;
  expect(ended).toBeGreaterThan(0);
  expect(await items()).toHaveLength(1);
  expect((await ada.call('PATCH', '/v1/account', { body: { name: 'Ada L.' } })).body.name).toBe('Ada L.');
  expect((await ada.call('PATCH', '/v1/account', { body: { name: 'Ada', role: 'admin' } })).status).toBe(400);
});
