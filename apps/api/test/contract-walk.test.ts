import { ERROR_CODES, type ErrorCode, Problem, type Task } from '@easel/contracts';
import type { AppRoute } from '@ts-rest/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contractRoutes } from './contract-routes.js';
import { FakeBackend } from './fake-backend.js';
import { PAINT, startApp, type TestApp } from './harness.js';

let app: TestApp;
let task: Task;
let backendId: string;
let keyId: string;
let hookId: string;
let deliveryId: string;
beforeAll(async () => {
  app = await startApp({ backend: new FakeBackend().expect({}), config: { webhook_hosts: ['127.0.0.1:1'] } });
  task = await app.ended((await app.create()).id);
  const body = { kind: 'modal', label: 'Walked', token_id: 'ak-walked', token_secret: 'as-walked' };
  backendId = (await app.call('POST', '/v1/admin/backends', { body })).body.id;
  // Nobody is there: a test of it fails at once, and is a delivery all the same.
  const hook = { url: 'http://127.0.0.1:1/', enabled: false };
  hookId = (await app.call('POST', '/v1/webhooks', { body: hook })).body.id;
  deliveryId = (await app.call('POST', `/v1/webhooks/${hookId}/test`)).body.id;
  keyId = (await app.call('POST', '/v1/keys', { body: { name: 'Walked', scopes: ['tasks:read'] } })).body.id;
});
afterAll(() => app.stop());

interface Call {
  path: string;
  headers?: Record<string, string>;
  payload?: string;
}
type Case = (route: AppRoute, path: string) => Call[];

const JSON_TYPE = { 'content-type': 'application/json' };
const HUGE = JSON.stringify({ pad: 'x'.repeat(2 * 1024 * 1024) });

const isUnsafe = (route: AppRoute) => route.method !== 'GET';
const bodyOf = (route: AppRoute) => ('body' in route ? route.body : undefined);
const takesForm = (route: AppRoute) => 'contentType' in route && route.contentType === 'multipart/form-data';
const jsonBody = (route: AppRoute) => {
  const body = bodyOf(route);
  return body instanceof z.ZodType ? body : null;
};
const json = (path: string, value: unknown): Call => ({ path, headers: JSON_TYPE, payload: JSON.stringify(value) });

/** Something that is no value of a property: of another type, or of none. */
function wrongValues(schema: z.ZodType): [string, unknown][] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.keys(properties).flatMap((name): [string, unknown][] => [
    [name, { wrong: [] }],
    [name, [[null]]],
    [name, null],
  ]);
}

/** A path with its id, and whatever else it names. */
const withIds = (route: AppRoute, id: string) =>
  route.path.replace(':id', id).replace(':deploy_id', 'deploy_00000000000000000000000000').replace(':model', PAINT);

const TOKEN = { token_id: 'ak-unused', token_secret: 'as-unused' };

/** A body that a route takes. */
function payloadFor(route: AppRoute): string {
  if (route.path.startsWith('/v1/webhooks')) {
    return route.path.endsWith('/rotate') ? '{"overlap_s":0}' : '{"description":"x"}';
  }
  if (route.path.startsWith('/v1/keys')) return route.path.endsWith('/rotate') ? '{"overlap_s":0}' : '{"name":"x"}';
  if (route.path.startsWith('/v1/admin/users')) return '{"queue_max":9}';
  if (route.path.endsWith('/credentials')) return JSON.stringify(TOKEN);
  if (route.path.endsWith('/autoscaler')) return '{"min_containers":0}';
  if (route.path.startsWith('/v1/admin/backends')) return '{"weight":2}';
  return route.path.startsWith('/v1/tasks') ? '{"metadata":{}}' : '{"favorite":true}';
}

/** What is wrong with a call, and what a route answers to it. Each case says by the contract where it applies. */
const CASES: Record<string, { expected: ErrorCode[]; calls: Case }> = {
  'unknown body field': {
    expected: ['invalid_input'],
    calls: (route, path) => {
      if (takesForm(route) || !isUnsafe(route)) return [];
      return [
        json(path, { model: PAINT, input: { prompt: 'x' }, no_such_field: 1 }),
        json(path, { no_such_field: null }),
      ];
    },
  },
  'unknown query field': {
    expected: ['invalid_input'],
    calls: (_route, path) => [{ path: `${path}?no_such_field=1` }],
  },
  'wrong type in the body': {
    expected: ['invalid_input', 'invalid_json'],
    calls: (route, path) => {
      const body = jsonBody(route);
      if (!body) return [];
      return [
        ...[[], 'text', 1, true, null].map((value) => json(path, value)),
        ...wrongValues(body).map(([name, value]) => json(path, { [name]: value })),
      ];
    },
  },
  'wrong type in the query': {
    expected: ['invalid_input'],
    calls: (route, path) => {
      if (!(route.query instanceof z.ZodType)) return [];
      const { properties = {} } = z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' });
      // Twice the same name is a list, and no field is one.
      return Object.keys(properties).map((name) => ({ path: `${path}?${name}=1&${name}=2` }));
    },
  },
  'missing body': {
    expected: ['invalid_input', 'unsupported_media_type'],
    calls: (route, path) =>
      jsonBody(route) || takesForm(route) ? [{ path }, { path, headers: JSON_TYPE, payload: '' }] : [],
  },
  'huge body': {
    expected: ['payload_too_large'],
    calls: (route, path) =>
      isUnsafe(route)
        ? [
            {
              path,
              headers: takesForm(route) ? { 'content-type': 'multipart/form-data; boundary=b' } : JSON_TYPE,
              payload: HUGE,
            },
          ]
        : [],
  },
  'malformed JSON': {
    expected: ['invalid_json'],
    calls: (route, path) =>
      isUnsafe(route) && !takesForm(route)
        ? ['{', '{"a":}', '{"__proto__":{"a":1}}', '[1,'].map((payload) => ({ path, headers: JSON_TYPE, payload }))
        : [],
  },
  'unknown id': {
    expected: ['task_not_found', 'asset_not_found', 'model_not_found', 'backend_not_found', 'not_found'],
    calls: (route) =>
      route.path.includes(':id')
        ? ['task_00000000000000000000000000', 'x', '..%2f..%2fetc', '%00', '__proto__', "'; drop table tasks"].map(
            (id) => ({
              path: withIds(route, encodeURIComponent(decodeURIComponent(id))),
              ...(jsonBody(route)
                ? {
                    headers: JSON_TYPE,
                    payload: payloadFor(route),
                  }
                : {}),
            }),
          )
        : [],
  },
  'foreign Host': {
    expected: ['origin_blocked'],
    calls: (_route, path) =>
      ['evil.example', '127.0.0.1.evil.example', 'user@localhost', 'localhost:1:2'].map((host) => ({
        path,
        headers: { host },
      })),
  },
  'foreign Origin': {
    expected: ['origin_blocked'],
    calls: (route, path) =>
      isUnsafe(route)
        ? ['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1:1'].map((origin) => ({
            path,
            headers: { origin },
          }))
        : [],
  },
  'other site': {
    expected: ['origin_blocked'],
    calls: (route, path) =>
      isUnsafe(route) ? ['cross-site', 'same-site'].map((site) => ({ path, headers: { 'sec-fetch-site': site } })) : [],
  },
  'form content type': {
    expected: ['unsupported_media_type'],
    calls: (route, path) =>
      isUnsafe(route)
        ? ['application/x-www-form-urlencoded', 'text/plain', 'application/xml'].map((type) => ({
            path,
            headers: { 'content-type': type },
            payload: 'a=b',
          }))
        : [],
  },
};

async function stateOf({ ctx }: TestApp): Promise<string> {
  const tables = [
    'tasks',
    'attempts',
    'assets',
    'blobs',
    'events',
    'idempotency',
    'users',
    'backends',
    'backend_events',
    'deploys',
    'installation',
    'keys',
    'spending',
    'webhooks',
    'webhook_secrets',
    'deliveries',
    'delivery_attempts',
    'accounts',
    'sessions',
    'invitations',
    'one_time_links',
  ] as const;
  const rows = await Promise.all(tables.map((table) => ctx.store.read.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows);
}

const routes = contractRoutes();

test('the walk knows every route', () => {
  expect(routes.length).toBeGreaterThanOrEqual(20);
});

describe.each(routes)('%s', (_name, route) => {
  const realId = () => {
    if (!route.path.includes(':id')) return '';
    if (route.path.startsWith('/v1/models')) return PAINT;
    if (route.path.includes('/keys')) return keyId;
    if (route.path.includes('/users')) return app.ctx.local_owner_id;
    if (route.path.includes('/webhooks')) return hookId;
    if (route.path.includes('/deliveries')) return deliveryId;
    if (route.path.startsWith('/v1/admin')) return backendId;
    return route.path.startsWith('/v1/assets') ? (task.outputs[0]?.id ?? '') : task.id;
  };
  test.each(Object.entries(CASES))('%s', async (_case, { expected, calls }) => {
    const before = await stateOf(app);
    for (const { path, headers = {}, payload } of calls(route, withIds(route, realId()))) {
      const where = `${route.method} ${path} ${JSON.stringify(headers)} ${payload?.slice(0, 60)}`;
      const answer = await app.call(route.method, path, { headers, ...(payload === undefined ? {} : { payload }) });
      expect([where, answer.headers['content-type']]).toEqual([where, 'application/problem+json']);
      const problem = Problem.strict().parse(answer.body);
      expect([where, expected.includes(problem.code), problem.code]).toEqual([where, true, problem.code]);
      expect([where, answer.status]).toEqual([where, ERROR_CODES[problem.code].status]);
      expect([where, problem.status]).toEqual([where, answer.status]);
      expect([where, Object.keys(route.responses)]).toEqual([where, expect.arrayContaining([String(answer.status)])]);
      expect(problem.request_id).toBe(answer.headers['x-request-id']);
    }
    expect(await stateOf(app)).toBe(before);
  });
});

test('own origin, no origin and configured names are welcome', async () => {
  const bodyless = `/v1/tasks/${task.id}/cancel`;
  for (const headers of [
    {},
    { origin: 'http://localhost:80', host: 'localhost:80' },
    { origin: 'http://127.0.0.1:4100', host: '127.0.0.1:4100', 'sec-fetch-site': 'same-origin' },
    { host: '[::1]:4100' },
  ]) {
    expect((await app.call('POST', bodyless, { headers })).status).toBe(200);
  }
});

test('what is no route is a problem too', async () => {
  for (const [method, path] of [
    ['GET', '/v1/nothing'],
    ['PUT', '/v1/tasks'],
    ['GET', '/v1/%zz'],
    ['GET', `/v1/tasks/${'x'.repeat(300)}`],
  ]) {
    const answer = await app.call(method ?? '', path ?? '');
    expect([path, answer.headers['content-type'], answer.status >= 400 && answer.status < 500]).toEqual([
      path,
      'application/problem+json',
      true,
    ]);
  }
});

test('a harmless request id is kept, another is replaced', async () => {
  expect((await app.call('GET', '/v1/health', { headers: { 'x-request-id': 'mine-1' } })).headers['x-request-id']).toBe(
    'mine-1',
  );
  const odd = await app.call('GET', '/v1/health', { headers: { 'x-request-id': 'a b"\u00e9' } });
  expect(odd.headers['x-request-id']).toMatch(/^[\w-]{36}$/);
});
