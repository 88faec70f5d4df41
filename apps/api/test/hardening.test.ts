import { afterEach, expect, test } from 'vitest';
import { startApp, type TestApp } from './harness.js';

let app: TestApp;
afterEach(() => app.stop());

const FRIEND = 'https://friend.example';
/** What others call themselves to be taken for a friend. */
const STRANGERS = [
  'null',
  'http://friend.example',
  'https://friend.example:8443',
  'https://friend.example.evil.example',
  'https://evil-friend.example',
  'https://sub.friend.example',
  'https://friend.exampl',
  'https://friend.example.',
  'https://FRIEND.example',
  'https://friend.example@evil.example',
  'https://friend.example/',
  'https://friend_example',
  'https://friendxexample',
  'https://evil.example?https://friend.example',
  'https://evil.example#https://friend.example',
  'file://',
  'https://127.0.0.1',
  'http://localhost',
  'https://evil.example',
  'https://friend.example, https://evil.example',
];

test('no strange origin is reflected, and no origin gets credentials', async () => {
  app = await startApp({ config: { origins: [FRIEND] } });
  for (const origin of [...STRANGERS, FRIEND]) {
    for (const [method, more] of [
      ['GET', {}],
      ['OPTIONS', { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' }],
    ] as const) {
      const answer = await app.app.inject({ method, url: '/v1/models', headers: { origin, ...more } });
      const allowed = answer.headers['access-control-allow-origin'];
      expect([origin, method, allowed === origin || allowed === '*']).toEqual([origin, method, origin === FRIEND]);
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      if (method === 'OPTIONS') expect([origin, answer.statusCode]).toEqual([origin, origin === FRIEND ? 204 : 403]);
    }
  }
});

test.each([
  { public_url: 'https://easel.example', hsts: 'max-age=31536000' },
  { public_url: null, hsts: undefined },
])('every page and every answer is locked down (reached by $public_url)', async ({ public_url, hsts }) => {
  app = await startApp({ config: { auth: 'accounts', public_url } });
  app.app.get('/a-page', async (_request, reply) => reply.type('text/html').send('<!doctype html>'));
  for (const path of ['/a-page', '/docs', '/v1/health', '/v1/tasks', '/nothing']) {
    const { headers } = await app.app.inject({ url: path });
    expect([path, headers['x-content-type-options'], headers['strict-transport-security']]).toEqual([
      path,
      'nosniff',
      hsts,
    ]);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
  }
  const csp = String((await app.app.inject({ url: '/a-page' })).headers['content-security-policy']);
  expect(csp).toMatch(/default-src 'self'.*frame-ancestors 'none'.*base-uri 'none'/);
  expect(csp).not.toMatch(/unsafe|\*|https?:/);
});

test('what a stranger says about the way it came changes nothing; what a named proxy says does', async () => {
  const spoofed = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
  };
  const seen = async (remoteAddress: string) =>
    (await app.app.inject({ url: '/who', headers: spoofed, remoteAddress })).body;
  const build = async (trusted_proxies: string[]) => {
    app = await startApp({ config: { trusted_proxies } });
    app.app.get('/who', async (request) => request.ip);
  };
  await build([]);
  expect(await seen('127.0.0.1')).toBe('127.0.0.1');
  await app.stop();
  await build(['10.0.0.0/8']);
  expect(await seen('192.0.2.7')).toBe('192.0.2.7');
  // The named proxy is believed, and with it the strange host, which is refused.
  expect(await seen('10.1.2.3')).toContain('origin_blocked');
});
