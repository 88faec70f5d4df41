import { expect, test } from 'vitest';
import { problem } from '../../test/script-server.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, type Easel } from '../index.js';

const HOOKS = '/v1/webhooks';
const ADMIN = '/v1/admin';
const connect = (url: string) => createEasel<AnyModels>({ base_url: url }).webhook;
const away = problem(503, 'unavailable', { retryable: true });

type Room = Easel<AnyModels>['webhook'];

const CALLS: [name: string, call: (room: Room) => Promise<unknown>, request: string, status: number, body?: unknown][] =
  [
    ['list', (w) => w.list({ limit: 5 }), `GET ${HOOKS}?limit=5`, 200],
    ['create', (w) => w.create({ url: 'https://a.b/' }), `POST ${HOOKS}`, 201, { url: 'https://a.b/' }],
    ['get', (w) => w.get('hook_1'), `GET ${HOOKS}/hook_1`, 200],
    ['patch', (w) => w.patch('hook_1', { enabled: false }), `PATCH ${HOOKS}/hook_1`, 200, { enabled: false }],
    ['rotate', (w) => w.rotate('hook_1', { overlap_s: 60 }), `POST ${HOOKS}/hook_1/rotate`, 200, { overlap_s: 60 }],
    ['test', (w) => w.test('hook_1'), `POST ${HOOKS}/hook_1/test`, 201],
    ['signing_secret', (w) => w.signing_secret(), `GET ${HOOKS}/signing-secret`, 200],
    ['rotate_signing_secret', (w) => w.rotate_signing_secret(), `POST ${HOOKS}/signing-secret/rotate`, 200, {}],
    [
      'deliveries',
      (w) => w.deliveries({ state: ['pending', 'failed'], webhook_id: 'hook_1' }),
      'GET /v1/deliveries?webhook_id=hook_1&state=pending%2Cfailed',
      200,
    ],
    ['delivery', (w) => w.delivery('delivery_1'), 'GET /v1/deliveries/delivery_1', 200],
    ['redeliver', (w) => w.redeliver('delivery_1'), 'POST /v1/deliveries/delivery_1/redeliver', 201],
    ['list_all', (w) => w.list_all({ owner_id: 'user_1' }), `GET ${ADMIN}/webhooks?owner_id=user_1`, 200],
    ['all_deliveries', (w) => w.all_deliveries({ state: 'failed' }), `GET ${ADMIN}/deliveries?state=failed`, 200],
    ['any_delivery', (w) => w.any_delivery('delivery_1'), `GET ${ADMIN}/deliveries/delivery_1`, 200],
    ['redeliver_any', (w) => w.redeliver_any('delivery_1'), `POST ${ADMIN}/deliveries/delivery_1/redeliver`, 201],
  ];

test.each(CALLS)('%s asks for what the contract declares, and is repeated when the server is away', async (...one) => {
  const [, call, request, status, body] = one;
  const server = await withServer([request, away], [request, { status, json: { id: 'x' } }]);
  expect(await call(connect(server.url))).toEqual({ id: 'x' });
  expect(server.seen.map((seen) => seen.body)).toEqual(Array(2).fill(body === undefined ? '' : JSON.stringify(body)));
  if (!request.startsWith('POST')) return;
  const [first, second] = server.seen.map((seen) => seen.headers['idempotency-key']);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toBe(first);
});

test('remove gives nothing', async () => {
  const server = await withServer([`DELETE ${HOOKS}/hook_1`, { status: 204 }]);
  expect(await connect(server.url).remove('hook_1')).toBeUndefined();
});
