import { createHook } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, type People, signIn, startWithPeople } from '../../test/people.js';
import { sweepSignIns } from './sweep-sign-ins.js';

const lines: string[] = [];
let people: People;
beforeAll(async () => {
  people = await startWithPeople({ log: { level: 'trace', write: (line) => lines.push(line) } });
});
afterAll(() => people.app.stop());

const tryToSignIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  people.app.call('POST', '/v1/auth/sign-in/email', { body: { email, password }, headers });

/** How many slow hashes were begun while something was done. */
async function hashesOf<T>(work: () => Promise<T>): Promise<{ hashes: number; result: T }> {
  let hashes = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'SCRYPTREQUEST') hashes += 1;
    },
  }).enable();
  const result = await work().finally(() => hook.disable());
  return { hashes, result };
}

test('a session is told as it is', async () => {
  const { ada, app } = people;
  const { status, body } = await ada.call('GET', '/v1/session');
  expect(status).toBe(200);
  expect(body).toEqual({
    auth: 'accounts',
    user: { id: ada.id, name: 'Ada', role: 'member', email: 'ada@example.org' },
    sign_in: { password: true, oidc: null },
    setup_needed: false,
  });
  expect((await app.call('GET', '/v1/session')).body.user).toBeNull();
});

test('the answer has no token, and its cookie is out of reach of scripts and other sites', async () => {
  const answer = await tryToSignIn(people.ada.email, people.ada.password);
  expect(answer.body).toEqual({ signed_in: true });
  const set = [answer.headers['set-cookie'] ?? []].flat();
  expect(set).toHaveLength(1);
  const [value, ...attributes] = set[0]?.split('; ') ?? [];
  expect(value).toMatch(/^easel\.session=[^;]{40,}$/);
  expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax']);
});

test('behind https the cookie belongs to this host alone', async () => {
  const host = 'easel.example';
  const secure = await startWithPeople({ config: { public_url: `https://${host}` } });
  const body = { email: secure.ada.email, password: secure.ada.password };
  const headers = { host, origin: `https://${host}` };
  const answer = await secure.app.call('POST', '/v1/auth/sign-in/email', { body, headers });
  await secure.app.stop();
  const [set] = [answer.headers['set-cookie'] ?? []].flat();
  expect(set).toMatch(/^__Host-easel\.session=/);
  expect(set?.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('signing in gives a new session, and ends the one that the browser had', async () => {
  const { app, ada } = people;
  const first = await signIn(app, ada);
  const headers = { ...ada.headers, cookie: first };
  const before = (await app.call('GET', '/v1/account/sessions', { headers })).body.items[0];
  const answer = await tryToSignIn(ada.email, ada.password, headers);
  const second = cookieOf(answer);
  expect(second).not.toBe(first);
  const now = await app.call('GET', '/v1/account/sessions', { headers: { ...headers, cookie: second } });
  const [current] = now.body.items.filter((item: { current: boolean }) => item.current);
  expect(current.id).not.toBe(before.id);
  expect(now.body.items.map((item: { id: string }) => item.id)).not.toContain(before.id);
  const old = await app.call('GET', '/v1/tasks', { headers });
  expect([old.status, old.body.code]).toEqual([401, 'session_expired']);
});

test('a cookie that another gave is no session', async () => {
  const { app, ada } = people;
  const planted = 'easel.session=planted.c2lnbmF0dXJl';
  const headers = { ...ada.headers, cookie: planted };
  expect((await app.call('GET', '/v1/tasks', { headers })).body.code).toBe('session_expired');
  const cookie = cookieOf(await tryToSignIn(ada.email, ada.password, headers));
  expect(cookie).not.toContain('planted');
  const unsigned = `${ada.cookie.split('.').slice(0, 2).join('.')}.AAAA`;
  expect((await app.call('GET', '/v1/tasks', { headers: { ...headers, cookie: unsigned } })).status).toBe(401);
  expect((await app.call('GET', '/v1/tasks')).body.code).toBe('session_required');
});

test('a session that is over is refused, and signed out is signed out', async () => {
  const { app, bob } = people;
  const cookie = await signIn(app, bob);
  const headers = { ...bob.headers, cookie };
  expect((await app.call('GET', '/v1/tasks', { headers })).status).toBe(200);
  const { id } = (await app.call('GET', '/v1/account/sessions', { headers })).body.items[0];
  const expires_at = new Date(Date.now() - 1).toISOString();
  await app.ctx.store.write((tx) => tx.db.updateTable('sessions').set({ expires_at }).where('id', '=', id).execute());
  expect((await app.call('GET', '/v1/tasks', { headers })).body.code).toBe('session_expired');
  expect((await app.call('GET', '/v1/session', { headers })).body.user).toBeNull();

  const other = { ...bob.headers, cookie: await signIn(app, bob) };
  const out = await app.call('POST', '/v1/auth/sign-out', { headers: other });
  expect(out.status).toBe(200);
  expect([out.headers['set-cookie']].flat().join()).toMatch(/easel\.session=;.*Max-Age=0/);
  expect((await app.call('GET', '/v1/tasks', { headers: other })).body.code).toBe('session_expired');
});

test('a session that is a day old is renewed when a page asks who is there', async () => {
  const { app, bob } = people;
  const headers = { ...bob.headers, cookie: await signIn(app, bob) };
  const { id, expires_at } = (await app.call('GET', '/v1/account/sessions', { headers })).body.items[0];
  expect((await app.call('GET', '/v1/session', { headers })).headers['set-cookie']).toBeUndefined();
  const older = new Date(Date.parse(expires_at) - 25 * 3600 * 1000).toISOString();
  await app.ctx.store.write((tx) =>
    tx.db.updateTable('sessions').set({ expires_at: older }).where('id', '=', id).execute(),
  );
  const answer = await app.call('GET', '/v1/session', { headers });
  expect(answer.body.user.id).toBe(bob.id);
  expect(cookieOf(answer)).toBe(headers.cookie);
  const [renewed] = (await app.call('GET', '/v1/account/sessions', { headers })).body.items;
  expect([renewed.id, renewed.expires_at > older]).toEqual([id, true]);
});

test('a wrong password and an unknown person are told alike, at the cost of one hash each', async () => {
  const known = await hashesOf(() => tryToSignIn(people.bob.email, 'not the password'));
  const unknown = await hashesOf(() => tryToSignIn('nobody@example.org', 'not the password'));
  expect([known.hashes, unknown.hashes]).toEqual([1, 1]);
  const { request_id: _, ...told } = known.result.body;
  const { request_id: __, ...toldOfNobody } = unknown.result.body;
  expect(told).toEqual(toldOfNobody);
  expect([known.result.status, told.code]).toEqual([401, 'session_required']);
});

test('of 1000 tries for one address at most 10 are hashed', async () => {
  const { hashes, result } = await hashesOf(() =>
    Promise.all(Array.from({ length: 1000 }, (_, n) => tryToSignIn('target@example.org', `guess number ${n}`))),
  );
  expect(hashes).toBeGreaterThan(0);
  expect(hashes).toBeLessThanOrEqual(10);
  const limited = result.filter(({ status }) => status === 429);
  expect(limited.length).toBe(1000 - hashes);
  expect(limited[0]?.body.code).toBe('rate_limited');
  expect(Number(limited[0]?.headers['retry-after'])).toBeGreaterThan(0);
});

test('every sign-in is told, whether it succeeded or not', async () => {
  const { admin, ada } = people;
  const { items } = (await admin.call('GET', '/v1/admin/audit?action=session.sign_in&limit=100')).body;
  const of = (outcome: string) => items.filter((item: { outcome: string }) => item.outcome === outcome);
  expect(of('ok').map((item: { actor: { id: string } }) => item.actor.id)).toContain(ada.id);
  expect(of('refused').map((item: { after: { email: string } }) => item.after.email)).toContain('nobody@example.org');
  const outs = (await admin.call('GET', '/v1/admin/audit?action=session.sign_out')).body.items;
  expect(outs.length).toBeGreaterThan(0);
});

test('there is no way to sign up, and nothing else of the library is reachable', async () => {
  for (const path of [
    'sign-up/email',
    'list-sessions',
    'update-user',
    'delete-user',
    'request-password-reset',
    'error',
  ]) {
    for (const method of ['GET', 'POST']) {
      const body = { email: 'eve@example.org', password: 'long enough a password', name: 'Eve' };
      const options = method === 'POST' ? { body, headers: people.admin.headers } : {};
      expect((await people.app.call(method, `/v1/auth/${path}`, options)).status).toBe(404);
    }
  }
  const withRole = { email: people.bob.email, password: people.bob.password, role: 'admin' };
  const refused = await people.app.call('POST', '/v1/auth/sign-in/email', { body: withRole });
  expect([refused.status, refused.body.code]).toEqual([400, 'invalid_input']);
});

test('no password and no token is stored or logged', async () => {
  const { app, admin, ada, bob } = people;
  const tokens = [admin, ada, bob].map(({ cookie }) => decodeURIComponent(cookie.split('=')[1] ?? ''));
  const secrets = [
    ...tokens,
    ...tokens.map((text) => text.split('.')[0] ?? ''),
    ada.password,
    bob.password,
    admin.password,
  ];
  await app.ctx.store.read.selectFrom('users').select('id').execute();
  const files = ['easel.db', 'easel.db-wal'].map((name) => readFileSync(join(app.dir, 'data', name)));
  const logged = Buffer.from(lines.join('\n'));
  expect(lines.length).toBeGreaterThan(0);
  expect(files.some((bytes) => bytes.includes(ada.email))).toBe(true);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10);
    for (const bytes of [...files, logged]) expect([secret, bytes.includes(secret)]).toEqual([secret, false]);
  }
});

test('what signs nobody in any more is removed, and nothing else', async () => {
  const { app, ada } = people;
  const { store } = app.ctx;
  const cookie = await signIn(app, ada);
  const count = async () => (await store.read.selectFrom('sessions').select('id').execute()).length;
  const [newest] = (await ada.call('GET', '/v1/account/sessions')).body.items;
  await store.write((tx) =>
    tx.db
      .updateTable('sessions')
      .set({ expires_at: new Date(Date.now() - 1).toISOString() })
      .where('id', '=', newest.id)
      .execute(),
  );
  const before = await count();
  await sweepSignIns(app.ctx);
  // The test of sessions that are over has left one as well.
  expect(before - (await count())).toBeGreaterThanOrEqual(1);
  const ids = await store.read
    .selectFrom('sessions')
    .select('id')
    .where('expires_at', '<=', new Date().toISOString())
    .execute();
  expect(ids).toEqual([]);
  expect((await app.call('GET', '/v1/tasks', { headers: { cookie } })).body.code).toBe('session_expired');
  expect((await ada.call('GET', '/v1/tasks')).status).toBe(200);
});
