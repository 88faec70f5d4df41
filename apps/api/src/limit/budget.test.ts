import type { Key, KeyCreate } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { PAINT, rentedSettings, startApp, type TestApp } from '../../test/harness.js';
import { RentedFake } from '../../test/rented-fake.js';
import { checkSpending } from './check-spending.js';

/** A second costs 200 micro-dollars: an unmeasured picture reserves 15 s and a start of 60 s. */
const RESERVED = 75 * 200;

let app: TestApp;
afterEach(async () => {
  expect(await checkSpending(app.ctx.store.read)).toEqual([]);
  await app.stop();
});

interface Made {
  id: string;
  headers: { authorization: string };
}

async function makeKey(body: Partial<KeyCreate> = {}): Promise<Made> {
  const scopes = ['tasks:read', 'tasks:write', 'keys:read'];
  const { body: made } = await app.call('POST', '/v1/keys', { body: { name: 'bot', scopes, ...body } });
  return { id: made.id, headers: { authorization: `Bearer ${made.secret}` } };
}

const body = { model: PAINT, input: { prompt: 'a hill' } };
const create = (key?: Made) => app.call('POST', '/v1/tasks', { body, ...(key ? { headers: key.headers } : {}) });
const keyOf = async (key: Made): Promise<Key> => (await app.call('GET', `/v1/keys/${key.id}`)).body;
const setUser = (change: object) =>
  app.ctx.store.write((tx) =>
    tx.db.updateTable('users').set(change).where('id', '=', app.ctx.local_owner_id).execute(),
  );

const startRented = async (backend: FakeBackend, queue_max_per_user = 1000) => {
  const settings = rentedSettings();
  settings.limits.queue_max_per_user = queue_max_per_user;
  settings.limits.rates = { create_per_minute: 100_000 };
  app = await startApp({ settings, backend });
};
/** A rented place to which nothing is handed. */
const startPaused = async (queue_max_per_user?: number) => {
  await startRented(new RentedFake(), queue_max_per_user);
  app.ctx.backends.setDispatchPaused(true);
};

test('what a task is expected to cost is set aside, and what it cost is counted when it ends', async () => {
  const go = Promise.withResolvers<void>();
  await startRented(new RentedFake().plan({ steps: [{ wait: go.promise }], facts: { billed_s: 12 } }));
  const key = await makeKey({ budget_microusd: 1_000_000 });
  const { id } = (await create(key)).body;
  expect(await keyOf(key)).toMatchObject({ reserved_microusd: RESERVED, spent_microusd: 0 });
  expect(await checkSpending(app.ctx.store.read)).toEqual([]);
  go.resolve();
  await app.ended(id);
  expect(await keyOf(key)).toMatchObject({ reserved_microusd: 0, spent_microusd: 2400 });
});

test('a task that costs more than was set aside is counted in full, and no more is left than nothing', async () => {
  await startRented(new RentedFake().plan({ facts: { billed_s: 1000 } }));
  const key = await makeKey({ budget_microusd: RESERVED });
  await app.ended((await create(key)).body.id);
  expect(await keyOf(key)).toMatchObject({ reserved_microusd: 0, spent_microusd: 200_000 });
  const answer = await create(key);
  expect([answer.status, answer.body.code]).toEqual([402, 'budget_exceeded']);
  expect(answer.body.detail).toMatch(
    /^This key's budget of \$0\.015 a month has \$0\.00 left; this task needs up to \$0\.\d+\. The month ends at \d{4}-\d\d-01T00:00:00\.000Z\./,
  );
});

test('the budget of a person holds for all of their keys and for themselves', async () => {
  await startPaused();
  await setUser({ budget_microusd: 2 * RESERVED });
  const keys = [await makeKey(), await makeKey({ budget_microusd: 1_000_000 })];
  expect((await create(keys[0])).status).toBe(202);
  expect((await create(keys[1])).status).toBe(202);
  for (const key of [...keys, undefined]) {
    const answer = await create(key);
    expect([answer.status, answer.body.detail]).toEqual([
      402,
      expect.stringContaining('is set aside for tasks under way'),
    ]);
  }
});

test('what runs on this machine costs nothing and is never refused', async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  await setUser({ budget_microusd: 0 });
  const key = await makeKey({ budget_microusd: 0 });
  await app.ended((await create(key)).body.id);
  expect(await app.ctx.store.read.selectFrom('spending').selectAll().execute()).toEqual([]);
});

test('of 500 at once a budget for ten lets ten through', async () => {
  await startPaused();
  const key = await makeKey({ budget_microusd: 10 * RESERVED });
  const answers = await Promise.all(Array.from({ length: 500 }, () => create(key)));
  expect(answers.filter(({ status }) => status === 202).length).toBe(10);
  expect(answers.filter(({ body }) => body.code === 'budget_exceeded').length).toBe(490);
  expect((await keyOf(key)).reserved_microusd).toBe(10 * RESERVED);
});

test('of 500 at once a limit of ten lets ten through, and a limit of one person goes before', async () => {
  await startPaused(10);
  const flood = async () => {
    const answers = await Promise.all(Array.from({ length: 500 }, () => create()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 429]));
    return answers.filter(({ status }) => status === 202).length;
  };
  expect(await flood()).toBe(10);
  await setUser({ queue_max: 20 });
  expect(await flood()).toBe(10);
});

test('a replay is answered though the budget is used up', async () => {
  await startPaused();
  const key = await makeKey({ budget_microusd: RESERVED });
  const headers = { ...key.headers, 'idempotency-key': 'once' };
  const first = await app.call('POST', '/v1/tasks', { body, headers });
  expect((await create(key)).status).toBe(402);
  expect((await app.call('POST', '/v1/tasks', { body, headers })).body.id).toBe(first.body.id);
  await app.call('POST', `/v1/tasks/${first.body.id}/cancel`);
  expect(await keyOf(key)).toMatchObject({ reserved_microusd: 0, spent_microusd: 0 });
  expect((await create(key)).status).toBe(202);
});

test('a key uses the models it was given', async () => {
  await startPaused();
  const key = await makeKey({ models: [PAINT] });
  expect((await create(key)).status).toBe(202);
  const model = Object.keys(app.settings.models).find((id) => id !== PAINT) ?? '';
  const answer = await app.call('POST', '/v1/tasks', { body: { model, input: {} }, headers: key.headers });
  expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
    403,
    'forbidden',
    `This key may use ${PAINT} only.`,
  ]);
});
