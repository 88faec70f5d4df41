import { expect, test } from 'vitest';
import { problem } from '../../test/script-server.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, type Easel } from '../index.js';

const KEYS = '/v1/keys';
const connect = (url: string, api_key?: string) => createEasel<AnyModels>({ base_url: url, api_key });
const away = problem(503, 'unavailable', { retryable: true });

type KeyRoom = Easel<AnyModels>['key'];

const CALLS: [name: string, call: (key: KeyRoom) => Promise<unknown>, request: string, body?: unknown][] = [
  ['list', (k) => k.list({ limit: 5 }), `GET ${KEYS}?limit=5`],
  [
    'create',
    (k) => k.create({ name: 'bot', scopes: ['tasks:write'] }),
    `POST ${KEYS}`,
    { name: 'bot', scopes: ['tasks:write'] },
  ],
  ['get', (k) => k.get('key_1'), `GET ${KEYS}/key_1`],
  ['patch', (k) => k.patch('key_1', { budget_microusd: null }), `PATCH ${KEYS}/key_1`, { budget_microusd: null }],
  ['rotate', (k) => k.rotate('key_1', { overlap_s: 60 }), `POST ${KEYS}/key_1/rotate`, { overlap_s: 60 }],
  ['rotate with the usual overlap', (k) => k.rotate('key_1'), `POST ${KEYS}/key_1/rotate`, {}],
  ['revoke', (k) => k.revoke('key_1'), `DELETE ${KEYS}/key_1`],
  ['list_all', (k) => k.list_all({ owner_id: 'user_1' }), 'GET /v1/admin/keys?owner_id=user_1'],
  ['revoke_any', (k) => k.revoke_any('key_1'), 'DELETE /v1/admin/keys/key_1'],
];

test.each(CALLS)('%s asks for what the contract declares, and is repeated when the server is away', async (...one) => {
  const [name, call, request, body] = one;
  const status = name === 'create' ? 201 : 200;
  const server = await withServer([request, away], [request, { status, json: { id: 'key_1' } }]);
  expect(await call(connect(server.url).key)).toEqual({ id: 'key_1' });
  expect(server.seen.map((seen) => seen.body)).toEqual(Array(2).fill(body === undefined ? '' : JSON.stringify(body)));
});

test('a repeated creation or rotation is told by one idempotency key', async () => {
  for (const [call, request, status] of [
    [(k: KeyRoom) => k.create({ name: 'bot', scopes: ['tasks:write'] }), `POST ${KEYS}`, 201],
    [(k: KeyRoom) => k.rotate('key_1'), `POST ${KEYS}/key_1/rotate`, 200],
  ] as const) {
    const server = await withServer([request, away], [request, { status, json: { id: 'key_1' } }]);
    await call(connect(server.url).key);
    const sent = server.seen.map((seen) => seen.headers['idempotency-key']);
    expect(sent[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent[1]).toBe(sent[0]);
  }
});

test('a key is sent as a bearer token', async () => {
  const server = await withServer([`GET ${KEYS}`, { json: { items: [], next_cursor: null } }]);
  await connect(server.url, 'easel_test').key.list();
  expect(server.seen[0]?.headers.authorization).toBe('Bearer easel_test');
});
