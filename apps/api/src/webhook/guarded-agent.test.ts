import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkedLookup, createGuardedAgent } from './guarded-agent.js';
import { sendWebhook } from './send-webhook.js';

/** A server that must not be reached, on both loopback addresses. */
const servers: Server[] = [];
let port: number;
let reached = 0;

const listen = (host: string, at: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer((_request, response) => response.end('reached'));
    server.on('connection', () => {
      reached += 1;
    });
    server.once('error', reject).listen(at, host, () => resolve(server));
  });

beforeAll(async () => {
  const first = await listen('127.0.0.1', 0);
  port = (first.address() as AddressInfo).port;
  servers.push(first);
  // Not every machine has IPv6.
  await listen('::1', port).then(
    (second) => servers.push(second),
    () => {},
  );
});
beforeEach(() => {
  reached = 0;
});
afterAll(() => {
  for (const server of servers) server.close();
});

const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const send = (url: string, guard: Parameters<typeof createGuardedAgent>[0]) =>
  sendWebhook(
    createGuardedAgent(guard),
    { id: 'delivery_1', url, body: '{}', secrets: ['whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'] },
    { now: Date.now(), signal: new AbortController().signal },
  );

const SPELLINGS = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '0.0.0.0',
  '0',
  'localhost',
  'localhost.',
  'LOCALHOST',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::7f00:1]',
];

test.each(SPELLINGS.flatMap((host) => [`http://${host}`, `https://${host}`]))('%s is not reached', async (origin) => {
  const sent = await send(`${origin}:${port}/hook`, { allowed_hosts: [] });
  expect([sent.status, sent.error]).toEqual([null, expect.stringMatching(/not on the internet/)]);
  expect(reached).toBe(0);
});

test.each([
  ['127.0.0.1'],
  ['::1'],
  ['::ffff:127.0.0.1'],
  ['10.0.0.1', '127.0.0.1'],
  ['1.1.1.1', '127.0.0.1'],
  ['127.0.0.1', '1.1.1.1'],
])('a name that resolves to %s %s is not reached', async (...addresses) => {
  const lookup = resolvesTo(...addresses.filter((address) => address !== undefined));
  const sent = await send(`http://hook.example:${port}/`, { allowed_hosts: [], lookup });
  expect([sent.status, sent.error]).toEqual([null, expect.stringMatching(/not on the internet/)]);
  expect(reached).toBe(0);
});

test('a name that changes its answer is connected to where it was checked', async () => {
  let asked = 0;
  const rebinding: LookupFunction = (name, options, callback) => {
    asked += 1;
    resolvesTo(asked === 1 ? '1.1.1.1' : '127.0.0.1')(name, options, callback);
  };
  const answer = () =>
    new Promise((resolve) =>
      checkedLookup('hook.example:443', rebinding)('hook.example', { all: true }, (error, found) =>
        resolve(error ?? found),
      ),
    );
  expect(await answer()).toEqual([{ address: '1.1.1.1', family: 4 }]);
  expect(asked).toBe(1);
  expect(await answer()).toMatchObject({ name: 'RefusedTarget' });
});

test('what the operator allows is reached, under exactly that name and port', async () => {
  const allowed_hosts = [`127.0.0.1:${port}`];
  expect(await send(`http://127.0.0.1:${port}/`, { allowed_hosts })).toMatchObject({
    status: 200,
    response_body: 'reached',
    error: null,
  });
  expect(reached).toBe(1);
  expect((await send(`http://localhost:${port}/`, { allowed_hosts })).status).toBeNull();
  expect((await send(`http://127.0.0.2:${port}/`, { allowed_hosts })).status).toBeNull();
  expect(reached).toBe(1);
});
