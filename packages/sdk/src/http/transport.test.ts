import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { problem } from '../../test/script-server.js';
import { aTask } from '../../test/task-fixture.js';
import { withServer } from '../../test/with-server.js';
import { type AnyModels, createEasel, EaselError } from '../index.js';

const TASK = aTask();
const connect = (url: string, options = {}) => createEasel<AnyModels>({ base_url: url, ...options });
const failing = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('was accepted'),
    (error: unknown) => error,
  );
const soon = { 'retry-after': '0' };

test('a creation is repeated with the same key over every passing failure', async () => {
  const server = await withServer(
    ['POST /v1/tasks', problem(503, 'unavailable', { retryable: true })],
    ['POST /v1/tasks', { status: 502, text: 'Bad gateway' }],
    ['POST /v1/tasks', { raw: (response) => response.destroy() }],
    ['POST /v1/tasks', problem(429, 'queue_full', { retryable: true })],
    ['POST /v1/tasks', { status: 202, json: TASK }],
  );
  const task = await connect(server.url).task.create({ model: 'sketch', input: { prompt: 'x' } });
  expect(task.id).toBe(TASK.id);
  const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(keys).size).toBe(1);
  expect(server.seen.map(({ body }) => JSON.parse(body).input)).toEqual(Array(5).fill({ prompt: 'x' }));
});

test('two creations have two keys; a given key is used', async () => {
  const made = { status: 202, json: TASK };
  const server = await withServer(['POST /v1/tasks', made], ['POST /v1/tasks', made], ['POST /v1/tasks', made]);
  const { task } = connect(server.url);
  await task.create({ model: 'sketch', input: {} });
  await task.create({ model: 'sketch', input: {} });
  await task.create({ model: 'sketch', input: {} }, { idempotency_key: 'mine' });
  const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(3);
  expect(keys[2]).toBe('mine');
});

test('an upload within a creation has a key of its own', async () => {
  const server = await withServer(
    ['POST /v1/assets', { status: 201, json: { id: 'asset_1' } }],
    ['POST /v1/tasks', { status: 202, json: TASK }],
  );
  const image = new Blob(['bytes'], { type: 'image/png' });
  await connect(server.url).task.create({ model: 'sketch', input: { image } }, { idempotency_key: 'mine' });
  expect(server.seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(server.seen[0]?.body).toContain('name="file"');
  expect(server.seen[0]?.headers['idempotency-key']).not.toBe('mine');
  expect(JSON.parse(server.seen[1]?.body ?? '').input).toEqual({ image: 'asset_1' });
});

test('Retry-After is honoured', async () => {
  const server = await withServer(
    ['GET /v1/session', { ...problem(429, 'rate_limited', { retryable: true }), headers: { 'retry-after': '1' } }],
    ['GET /v1/session', { json: { auth: 'local', user: null } }],
  );
  const started = performance.now();
  await connect(server.url).system.session();
  expect(performance.now() - started).toBeGreaterThanOrEqual(1000);
});

test('a server that asks for more than a minute is not waited for', async () => {
  const server = await withServer([
    'GET /v1/session',
    { status: 503, headers: { 'retry-after': '3600' }, text: 'maintenance' },
  ]);
  const error = await failing(connect(server.url).system.session());
  expect(error).toMatchObject({ code: 'unexpected_response', status: 503, retryable: true, retry_after_ms: 3_600_000 });
});

test('refusals are typed and not repeated', async () => {
  const errors = [{ path: 'input.stepz', message: 'is not a known field' }];
  const server = await withServer(['POST /v1/tasks', problem(400, 'invalid_input', { errors })]);
  const error = await failing(connect(server.url).task.create({ model: 'sketch', input: {} }));
  expect(error).toBeInstanceOf(EaselError);
  expect(error).toMatchObject({
    code: 'invalid_input',
    status: 400,
    retryable: false,
    detail: 'Because of invalid_input.',
    request_id: 'req_1',
    errors,
  });
});

test('the number of repetitions is limited, and 0 means none', async () => {
  const busy = { status: 503, headers: soon };
  const twice = await withServer(['GET /v1/session', busy], ['GET /v1/session', busy]);
  expect(await failing(connect(twice.url, { max_retries: 1 }).system.session())).toMatchObject({ status: 503 });
  const never = await withServer(['GET /v1/session', busy]);
  expect(await failing(connect(never.url, { max_retries: 0 }).system.session())).toMatchObject({ status: 503 });
});

test('a deletion whose answer was lost counts as done', async () => {
  const server = await withServer(
    ['DELETE /v1/tasks/t', { raw: (response) => response.destroy() }],
    ['DELETE /v1/tasks/t', problem(404, 'task_not_found')],
  );
  await connect(server.url).task.remove('t');
});

test('deleting what never was is an error', async () => {
  const server = await withServer(['DELETE /v1/tasks/t', problem(404, 'task_not_found')]);
  expect(await failing(connect(server.url).task.remove('t'))).toMatchObject({ code: 'task_not_found' });
});

test('an abort ends the pause between repetitions, and is thrown as given', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const server = await withServer([
    'GET /v1/session',
    () => {
      setTimeout(() => stop.abort(reason), 20);
      return { status: 503, headers: { 'retry-after': '30' } };
    },
  ]);
  expect(await failing(connect(server.url).system.session({ signal: stop.signal }))).toBe(reason);
});

test('an abort ends a call in flight', async () => {
  const stop = new AbortController();
  const server = await withServer(['GET /v1/session', { raw: () => stop.abort() }]);
  expect(await failing(connect(server.url).system.session({ signal: stop.signal }))).toMatchObject({
    name: 'AbortError',
  });
});

test('an aborted call is not sent', async () => {
  const server = await withServer();
  await failing(connect(server.url).system.session({ signal: AbortSignal.abort() }));
  expect(server.seen).toEqual([]);
});

test('no server: the error says where and why', async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const error = await failing(connect(`http://127.0.0.1:${port}`, { max_retries: 0 }).system.health());
  expect(error).toMatchObject({ code: 'network_error', status: 0, retryable: true });
  expect(String(error)).toContain(`http://127.0.0.1:${port}: connect ECONNREFUSED`);
});

test('an address that is not an Easel API is told apart', async () => {
  const server = await withServer(
    ['GET /v1/models', { headers: { 'content-type': 'text/html' }, text: '<p>Hello' }],
    ['GET /v1/models', { status: 404, text: 'nothing here' }],
    ['GET /v1/models', { status: 201, json: {} }],
  );
  const { model } = connect(server.url);
  for (const status of [200, 404, 201]) {
    expect(await failing(model.list())).toMatchObject({ code: 'unexpected_response', status, retryable: false });
  }
});

test('an unready server is an answer, not an error', async () => {
  const server = await withServer(['GET /v1/ready', { status: 503, json: { status: 'unready', reasons: ['disk'] } }]);
  expect(await connect(server.url).system.ready()).toEqual({ status: 'unready', reasons: ['disk'] });
});

test('a change of contract is told once', async () => {
  const session = (hash: string) => ({ json: { auth: 'local', user: null }, headers: { 'x-easel-contract': hash } });
  const server = await withServer(
    ['GET /v1/session', session('a')],
    ['GET /v1/session', session('a')],
    ['GET /v1/session', session('b')],
    ['GET /v1/session', session('b')],
  );
  const changes: string[][] = [];
  const { system } = connect(server.url, { on_contract_change: (...change: string[]) => changes.push(change) });
  for (let i = 0; i < 4; i++) await system.session();
  expect(changes).toEqual([['b', 'a']]);
});

test('filters, ids and the key of the caller are written as the contract says', async () => {
  const page = { json: { items: [], next_cursor: null } };
  const server = await withServer(
    ['GET /v1/tasks?limit=5&model=sketch&status=pending%2Cprocessing', page],
    ['GET /v1/assets?kind=output&favorite=true', page],
    ['GET /v1/models/a%2Fb', { json: {} }],
    ['GET /v1/assets/x/content', { status: 206, text: 'ell', headers: { 'content-type': 'image/png' } }],
  );
  const easel = connect(`${server.url}/`, { api_key: 'secret' });
  await easel.task.list({ limit: 5, model: 'sketch', status: ['pending', 'processing'] });
  await easel.asset.list({ kind: 'output', favorite: true, cursor: undefined });
  await easel.model.get('a/b');
  const part = await easel.asset.content('x', { range: { first: 1, last: 3 } });
  expect(await part.text()).toBe('ell');
  expect(server.seen[3]?.headers).toMatchObject({ range: 'bytes=1-3', authorization: 'Bearer secret' });
});

test('a base_url is asked for where there is no page', () => {
  expect(() => createEasel()).toThrow('needs base_url');
  expect(() => connect('localhost:4100')).toThrow('needs base_url');
});
