import type { KeyCreate } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { contractRoutes } from '../../test/contract-routes.js';
import { FakeBackend } from '../../test/fake-backend.js';
import { fixtureSettings, PAINT, startApp, type TestApp } from '../../test/harness.js';
import { networkOf } from './network-of.js';
import { classOf } from './route-class.js';

let app: TestApp;
afterEach(() => app.stop());

const start = async (rates: Record<string, number> = {}, config = {}) => {
  const settings = fixtureSettings();
  settings.limits.rates = rates;
  app = await startApp({ settings, backend: new FakeBackend().always({}), config });
};
const makeKey = async (body: Partial<KeyCreate> = {}) => {
  const scopes = ['models:read', 'tasks:read', 'tasks:write', 'assets:read', 'keys:write'];
  const { body: made } = await app.call('POST', '/v1/keys', { body: { name: 'bot', scopes, ...body } });
  return { id: made.id, headers: { authorization: `Bearer ${made.secret}` } };
};
const create = { body: { model: PAINT, input: { prompt: 'x' } } };

test('a person is told what is left, and refused beyond it, over all of their keys', async () => {
  await start({ read_per_minute: 3 });
  const [one, other] = [await makeKey(), await makeKey()];
  const first = await app.call('GET', '/v1/tasks', one);
  expect(first.headers).toMatchObject({
    ratelimit: '"read";r=2;t=20',
    'ratelimit-policy': '"read";q=3;w=60',
    'ratelimit-limit': '3',
    'ratelimit-remaining': '2',
    'ratelimit-reset': '20',
  });
  await app.call('GET', '/v1/tasks', other);
  expect((await app.call('GET', '/v1/models', one)).headers['ratelimit-remaining']).toBe('0');
  const refused = await app.call('GET', '/v1/tasks', other);
  expect([refused.status, refused.body.code, refused.body.retryable]).toEqual([429, 'rate_limited', true]);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(19);
  expect(refused.headers['ratelimit-remaining']).toBe('0');
  expect(refused.body.detail).toMatch(/^You may send 3 reads a minute\. Wait \d+ s\.$/);
  // Another class is counted apart.
  expect((await app.call('POST', '/v1/tasks', { ...create, ...one })).status).toBe(202);
});

test('of 500 creations at once as many are accepted as the rate allows', async () => {
  await start({ create_per_minute: 10 });
  const key = await makeKey();
  const answers = await Promise.all(
    Array.from({ length: 500 }, () => app.call('POST', '/v1/tasks', { ...create, ...key })),
  );
  expect(answers.filter(({ status }) => status === 202).length).toBe(10);
  expect(answers.filter(({ body }) => body.code === 'rate_limited').length).toBe(490);
});

test('a key has a rate of its own beside that of its owner', async () => {
  await start();
  const key = await makeKey({ rate_per_minute: 2 });
  const first = await app.call('GET', '/v1/tasks', key);
  expect(first.headers['ratelimit-policy']).toBe('"read";q=3000;w=60, "key";q=2;w=60');
  expect(first.headers.ratelimit).toMatch(/^"read";r=2999;t=1, "key";r=1;t=30$/);
  expect(first.headers['ratelimit-limit']).toBe('2');
  expect((await app.call('POST', '/v1/tasks', { ...create, ...key })).status).toBe(202);
  const refused = await app.call('GET', '/v1/tasks', key);
  expect([refused.status, refused.body.detail]).toEqual([429, expect.stringMatching(/^This key may send 2 requests/)]);
  expect((await app.call('GET', '/v1/tasks', await makeKey())).status).toBe(200);
});

test('the owner of this machine is not counted', async () => {
  await start({ read_per_minute: 1 });
  for (let i = 0; i < 5; i += 1) {
    const answer = await app.call('GET', '/v1/tasks');
    expect([answer.status, answer.headers.ratelimit]).toEqual([200, undefined]);
  }
});

test('nobody in particular is counted by address', async () => {
  await start({ read_per_minute: 2 }, { auth: 'accounts' });
  const from = (remoteAddress: string) => app.app.inject({ method: 'GET', url: '/v1/health', remoteAddress });
  const statuses = [];
  for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '::ffff:192.0.2.2', '192.0.2.2']) {
    statuses.push((await from(address)).statusCode);
  }
  expect(statuses).toEqual([200, 200, 429, 200, 200, 429]);
});

test('streams of events are counted while they are open', async () => {
  await start({ streams_max: 2 });
  const url = await app.listen();
  const key = await makeKey();
  const open = async () => {
    const abort = new AbortController();
    const answer = await fetch(`${url}/v1/events`, { headers: key.headers, signal: abort.signal });
    return { status: answer.status, close: () => abort.abort() };
  };
  const [a, b, c] = [await open(), await open(), await open()];
  expect([a.status, b.status, c.status]).toEqual([200, 200, 429]);
  a.close();
  await expect
    .poll(async () => {
      const next = await open();
      next.close();
      return next.status;
    })
    .toBe(200);
  b.close();
});

test('every route of the contract is counted, as what it is', async () => {
  await start();
  const classes = contractRoutes().map(([name, route]) => {
    const config = { tsRestRoute: route as never };
    return [name, classOf({ method: route.method, url: route.path, config })] as const;
  });
  const of = Object.fromEntries(classes);
  expect(classes.filter(([, found]) => found === null)).toEqual([]);
  expect(of).toMatchObject({
    'task.create': 'create',
    'task.get': 'read',
    'task.stream': 'read',
    'task.cancel': 'write',
    'asset.upload': 'upload',
    'asset.content': 'media',
    'key.create': 'create',
    'key.patch': 'write',
    'system.health': 'read',
  });
  const url = '/v1/auth/sign-in/email';
  expect(classOf({ method: 'POST', url, config: undefined })).toBe('auth');
  expect(classOf({ method: 'GET', url: '/assets/*', config: undefined })).toBeNull();
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is of %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
