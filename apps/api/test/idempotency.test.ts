import { Agent, request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { newId } from '../src/ids.js';
import { submitTask } from '../src/task/submit-task.js';
import { FakeBackend } from './fake-backend.js';
import { fixtureSettings, PAINT, startApp, type TestApp } from './harness.js';

const LONG = process.env.EASEL_LONG === '1';
let app: TestApp;
afterEach(() => app.stop());

const body = { model: PAINT, input: { prompt: 'x' } };
const create = (key: string, change: object = {}) =>
  app.call('POST', '/v1/tasks', { body: { ...body, ...change }, headers: { 'idempotency-key': key } });

function post(url: string, agent: Agent, key: string): Promise<{ status: number; id: string | undefined }> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/tasks`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, id: JSON.parse(text).id }));
    });
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

test('every key makes one task, however many calls carry it at once', { timeout: 120_000 }, async () => {
  const settings = fixtureSettings();
  settings.limits.queue_max_per_user = 100_000;
  const never = Promise.withResolvers<void>();
  const backend = new FakeBackend().always({ steps: [{ wait: never.promise }] });
  app = await startApp({ settings, backend, config: { shutdown_s: 0 } });
  const url = await app.listen();
  const agent = new Agent({ keepAlive: true, maxSockets: 40 });
  const keys = Array.from({ length: LONG ? 1000 : 150 }, (_, i) => `key-${i}`);
  const made = new Map<string, Set<string>>();
  const call = async (key: string) => {
    const { status, id } = await post(url, agent, key);
    expect([202, 409]).toContain(status);
    if (id !== undefined) made.set(key, (made.get(key) ?? new Set()).add(id));
  };
  // Twenty calls of one key stand side by side in the queue of connections.
  await Promise.all(keys.flatMap((key) => Array.from({ length: 20 }, () => call(key))));
  agent.destroy();
  expect(made.size).toBe(keys.length);
  expect([...made.values()].every((ids) => ids.size === 1)).toBe(true);
  const { tasks } = await app.ctx.store.read
    .selectFrom('tasks')
    .select((eb) => eb.fn.countAll<number>().as('tasks'))
    .executeTakeFirstOrThrow();
  expect(tasks).toBe(keys.length);
});

test('a repetition gives what was made, as it is now; another body is refused', async () => {
  app = await startApp({ backend: new FakeBackend().expect({}) });
  const first = await create('k');
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  await app.ended(first.body.id);
  const again = await create('k');
  expect([again.status, again.headers['idempotency-replayed']]).toEqual([202, 'true']);
  expect(again.body).toMatchObject({ id: first.body.id, status: 'done' });
  expect(again.headers.location).toBe(first.headers.location);
  const other = await create('k', { input: { prompt: 'y' } });
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_conflict']);
  await app.call('DELETE', `/v1/tasks/${first.body.id}`);
  const gone = await create('k');
  expect(gone.body.code).toBe('gone');
});

test('a call that is refused uses no key up', async () => {
  app = await startApp({ backend: new FakeBackend().expect({}) });
  expect((await create('k', { input: {} })).status).toBe(400);
  const made = await create('k');
  expect([made.status, made.headers['idempotency-replayed']]).toEqual([202, undefined]);
  await app.ended(made.body.id);
});

test('two calls at once: one makes it, the other is told to come back', async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  const answers = await Promise.all([create('k'), create('k'), create('k')]);
  const statuses = answers.map((a) => a.status).sort();
  expect(statuses[0]).toBe(202);
  const inFlight = answers.filter((a) => a.status === 409);
  for (const answer of inFlight) {
    expect(answer.body).toMatchObject({ code: 'idempotency_in_flight', retryable: true });
    expect(answer.headers['retry-after']).toBe('1');
  }
  const { body: task } = await create('k');
  await app.ended(task.id);
  expect((await app.call('GET', '/v1/tasks')).body.items).toHaveLength(1);
});

test('the same key of two owners is two keys', async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  const owner_id = newId('user');
  const user = { id: owner_id, name: 'Other', role: 'member' as const, created_at: new Date().toISOString() };
  await app.ctx.store.write((tx) => tx.db.insertInto('users').values(user).execute());
  const mine = await create('k');
  const theirs = await submitTask(app.ctx, {
    owner_id,
    key: null,
    route: 'POST /v1/tasks',
    idempotency_key: 'k',
    body,
  });
  expect(theirs.replayed).toBe(false);
  expect(theirs.task.id).not.toBe(mine.body.id);
  await app.ended(mine.body.id);
  await expect.poll(() => app.ctx.runner.running()).toBe(0);
});

test('a key that is too long or empty is refused', async () => {
  app = await startApp();
  expect((await create('x'.repeat(256))).body.code).toBe('invalid_input');
  expect((await create('')).body.code).toBe('invalid_input');
});
