import { expect, test } from 'vitest';
import { aBackend, aDeploy, logPart } from '../../test/backend-fixture.js';
import { problem } from '../../test/script-server.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, type DeployLog, type Easel } from '../index.js';

const BACKENDS = '/v1/admin/backends';
const ONE = `${BACKENDS}/backend_1`;
const LOG = `GET ${ONE}/deploys/deploy_1/log`;
const TOKEN = { token_id: 'ak-1234', token_secret: 'as-5678' };
const connect = (url: string) => createEasel<AnyModels>({ base_url: url });
const away = problem(503, 'unavailable', { retryable: true });

type BackendRoom = Easel<AnyModels>['backend'];
const PAGE = { items: [], next_cursor: null };

/** What is called, the request that it makes, and the body that it sends. */
const CALLS: [name: string, call: (backend: BackendRoom) => Promise<unknown>, request: string, body?: unknown][] = [
  ['list', (b) => b.list({ limit: 5 }), `GET ${BACKENDS}?limit=5`],
  ['get', (b) => b.get('backend_1'), `GET ${ONE}`],
  ['patch', (b) => b.patch('backend_1', { weight: 3, models: null }), `PATCH ${ONE}`, { weight: 3, models: null }],
  ['remove', (b) => b.remove('backend_1'), `DELETE ${ONE}`],
  ['rotate', (b) => b.rotate('backend_1', TOKEN), `PUT ${ONE}/credentials`, TOKEN],
  ['check', (b) => b.check('backend_1'), `POST ${ONE}/check`],
  ['enable', (b) => b.enable('backend_1'), `POST ${ONE}/enable`],
  ['disable', (b) => b.disable('backend_1'), `POST ${ONE}/disable`],
  ['drain', (b) => b.drain('backend_1'), `POST ${ONE}/drain`],
  ['history', (b) => b.history('backend_1', { cursor: 'c' }), `GET ${ONE}/history?cursor=c`],
  ['load', (b) => b.load('backend_1'), `GET ${ONE}/load`],
  [
    'autoscale',
    (b) => b.autoscale('backend_1', 'sketch.v2', { min_containers: 1 }),
    `PATCH ${ONE}/models/sketch.v2/autoscaler`,
    { min_containers: 1 },
  ],
  ['deploys', (b) => b.deploys('backend_1', { limit: 1 }), `GET ${ONE}/deploys?limit=1`],
  ['deployments', (b) => b.deployments(), 'GET /v1/admin/deployments'],
  [
    'calls',
    (b) => b.calls({ backend_id: 'backend_1', state: ['unknown', 'running'] }),
    'GET /v1/admin/calls?backend_id=backend_1&state=unknown%2Crunning',
  ],
  ['calls of any state', (b) => b.calls({ state: [] }), 'GET /v1/admin/calls'],
  ['route', (b) => b.route({ model: 'sketch' }), 'GET /v1/admin/route?model=sketch'],
  ['dispatch', (b) => b.dispatch(), 'GET /v1/admin/dispatch'],
  ['set_dispatch', (b) => b.set_dispatch(true), 'PUT /v1/admin/dispatch', { paused: true }],
];

test.each(CALLS)('%s asks for what the contract declares, and is repeated when the server is away', async (...one) => {
  const [name, call, request, body] = one;
  const answer = name === 'remove' ? { status: 204 } : { json: PAGE };
  const server = await withServer([request, away], [request, answer]);
  expect(await call(connect(server.url).backend)).toEqual(name === 'remove' ? undefined : PAGE);
  expect(server.seen.map((seen) => seen.body)).toEqual(Array(2).fill(body === undefined ? '' : JSON.stringify(body)));
});

test('all backends come page after page', async () => {
  const server = await withServer(
    [`GET ${BACKENDS}?limit=100`, { json: { items: [aBackend(), aBackend({ id: 'backend_2' })], next_cursor: 'c2' } }],
    [`GET ${BACKENDS}?limit=100&cursor=c2`, { json: { items: [aBackend({ id: 'embedded' })], next_cursor: null } }],
  );
  const ids: string[] = [];
  for await (const { id } of connect(server.url).backend.all()) ids.push(id);
  expect(ids).toEqual(['backend_1', 'backend_2', 'embedded']);
});

test('adding and deploying carry a key, the same over repetitions', async () => {
  const create = `POST ${BACKENDS}`;
  const deploy = `POST ${ONE}/deploys`;
  const server = await withServer(
    [create, away],
    [create, { status: 201, json: aBackend() }],
    [deploy, away],
    [deploy, { status: 202, json: aDeploy() }],
    [deploy, { status: 202, json: aDeploy() }],
  );
  const { backend } = connect(server.url);
  const made = await backend.create({ kind: 'modal', label: 'Studio', ...TOKEN });
  expect(made.token_hint).toBe('ak-…9x2f');
  expect((await backend.deploy(made.id)).state).toBe('running');
  await backend.deploy(made.id, { idempotency_key: 'mine' });
  const [first, second, third, fourth, fifth] = server.seen.map(({ headers }) => headers['idempotency-key']);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect([second, fourth, fifth]).toEqual([first, third, 'mine']);
  expect(third).not.toBe(first);
});

test('going back is not repeated: doing it twice goes forth again', async () => {
  const server = await withServer([`POST ${ONE}/rollback`, away]);
  await expect(connect(server.url).backend.rollback('backend_1')).rejects.toMatchObject({ code: 'unavailable' });
});

test('a log is followed from its beginning to its end, over a server that is away', async () => {
  const server = await withServer(
    [`${LOG}?offset=0`, { json: logPart(0, '') }],
    [`${LOG}?offset=0&wait_s=25`, { json: logPart(0, 'one\n') }],
    [`${LOG}?offset=4&wait_s=25`, away],
    [`${LOG}?offset=4&wait_s=25`, { json: logPart(4, '', { state: 'checking' }) }],
    [`${LOG}?offset=4&wait_s=25`, { json: logPart(4, '', { state: 'checking' }) }],
    [`${LOG}?offset=4&wait_s=25`, { json: logPart(4, 'two\n', { state: 'failed', error: 'because' }) }],
  );
  const parts: DeployLog[] = [];
  for await (const part of connect(server.url).backend.deploy_log('backend_1', 'deploy_1')) parts.push(part);
  expect(parts.map(({ text, deploy }) => [text, deploy.state])).toEqual([
    ['', 'running'],
    ['one\n', 'running'],
    ['', 'checking'],
    ['two\n', 'failed'],
  ]);
  expect(parts.at(-1)?.deploy.error).toBe('because');
});

test('a log that nobody follows any more is not asked for', async () => {
  const stop = new AbortController();
  const server = await withServer([`${LOG}?offset=0`, { json: logPart(0, 'one\n') }]);
  const read = async () => {
    const { signal } = stop;
    for await (const _ of connect(server.url).backend.deploy_log('backend_1', 'deploy_1', { signal })) stop.abort();
  };
  await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
});

test('usage is asked for by group and days', async () => {
  const total = {
    key: 'total',
    label: 'Total',
    tasks: 0,
    attempts: 0,
    failed_attempts: 0,
    run_ms: 0,
    cost_microusd: 0,
  };
  const usage = { group_by: 'model', from: '2026-01-01', to: '2026-01-02', items: [], total };
  const server = await withServer(
    ['GET /v1/usage', { json: usage }],
    ['GET /v1/usage?group_by=model&from=2026-01-01&to=2026-01-02', { json: usage }],
  );
  const easel = connect(server.url);
  await easel.usage.get();
  expect(await easel.usage.get({ group_by: 'model', from: '2026-01-01', to: '2026-01-02' })).toEqual(usage);
});
