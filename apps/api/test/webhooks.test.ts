import type { Delivery, DeliveryDetail, Webhook, WebhookWithSecret } from '@easel/contracts';
import { Webhook as Official } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBackend } from './fake-backend.js';
import { startApp, type TestApp } from './harness.js';
import { type Received, type Receiver, startReceiver } from './webhook-receiver.js';

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

let app: TestApp;
let one: Receiver;
let two: Receiver;
let ahead: number;
const now = () => Date.now() + ahead;

const start = (dir?: string) =>
  startApp({
    backend: new FakeBackend().always({}),
    config: { webhook_hosts: [one.host, two.host] },
    webhooks: { now },
    ...(dir === undefined ? {} : { dir }),
  });

beforeEach(async () => {
  ahead = 0;
  [one, two] = [await startReceiver(), await startReceiver()];
  app = await start();
});
afterEach(async () => {
  await app.stop();
  await Promise.all([one.down(), two.down()]);
});

const call = async <T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> => {
  const answer = await app.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer.body;
};
const add = (body: object) => call<WebhookWithSecret & { secret: string }>('POST', '/v1/webhooks', body);
const deliveries = async (query = '') =>
  (await call<{ items: Delivery[] }>('GET', `/v1/deliveries?limit=100${query}`)).items;

/** Waits until nothing is due. */
async function settled() {
  await expect
    .poll(async () => {
      const at = new Date(now()).toISOString();
      return (await deliveries('&state=pending')).filter(({ next_at }) => next_at !== null && next_at <= at);
    })
    .toEqual([]);
}

async function pass(ms: number) {
  ahead += ms;
  app.ctx.webhooks.dispatcher.wake();
  await settled();
}

/** What the official library makes of it at the simulated time. */
function verify(secret: string, { body, headers }: Received) {
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now());
  try {
    return new Official(secret).verify(body, headers);
  } finally {
    clock.mockRestore();
  }
}

const auditOf = (action: string) =>
  app.ctx.store.read
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', action as 'webhook.create')
    .execute();

test('a receiver that was down for ten minutes gets all of its events, each signed, under one id however often', async () => {
  const hook = await add({ url: one.url, events: ['task.created', 'task.started', 'task.done'] });
  await one.down();
  const tasks = await Promise.all([1, 2, 3, 4].map(() => app.create()));
  for (const { id } of tasks) await app.ended(id);
  await settled();
  for (let passed = 0; passed < 10 * MINUTE; passed += 15 * SECOND) await pass(15 * SECOND);
  const waiting = await deliveries();
  expect(waiting.map(({ state }) => state)).toEqual(Array(12).fill('pending'));
  for (const { attempt_count, last_error } of waiting) {
    expect([attempt_count >= 3, last_error]).toEqual([true, 'The connection was refused.']);
  }
  await one.up();
  await pass(15 * MINUTE);
  const delivered = await deliveries();
  expect(delivered.map(({ state, next_at }) => [state, next_at])).toEqual(Array(12).fill(['delivered', null]));
  expect(one.seen.map(({ headers }) => headers['webhook-id']).sort()).toEqual(delivered.map(({ id }) => id).sort());
  for (const received of one.seen) expect(verify(hook.secret, received)).toEqual(received.event);
  const told = one.seen.map(({ event }) => `${event.type} ${'id' in event.data ? event.data.id : ''}`).sort();
  const expected = ['created', 'done', 'started'].flatMap((name) => tasks.map(({ id }) => `task.${name} ${id}`));
  expect(told).toEqual(expected.sort());
  const [{ id } = { id: '' }] = delivered;
  const { attempts, payload } = await call<DeliveryDetail>('GET', `/v1/deliveries/${id}`);
  expect(new Set(attempts.map(({ request_headers }) => request_headers['webhook-id']))).toEqual(new Set([id]));
  expect(attempts.at(-1)).toMatchObject({ status: 204, error: null });
  expect(one.seen.find(({ headers }) => headers['webhook-id'] === id)?.body).toBe(payload);
});

test('what was to be sent when the process was killed is sent by the next', async () => {
  one.answer = 'silence';
  const hook = await add({ url: one.url });
  await app.ended((await app.create()).id);
  await app.ended((await app.create()).id);
  await expect.poll(() => one.seen.length).toBe(2);
  const killed = await app.copyAsKilled();
  await app.stop();
  const before = one.seen.splice(0);
  one.answer = 204;
  app = await start(killed);
  await expect.poll(async () => (await deliveries('&state=delivered')).length).toBe(2);
  const ids = (list: Received[]) => list.map(({ headers }) => headers['webhook-id']).sort();
  expect(ids(one.seen)).toEqual(ids(before));
  for (const received of one.seen) verify(hook.secret, received);
});

test('a target that does not answer delays no other', async () => {
  one.answer = 'silence';
  await add({ url: one.url });
  await add({ url: two.url });
  for (let i = 0; i < 8; i += 1) await app.ended((await app.create()).id);
  await expect.poll(() => two.seen.length).toBe(8);
  await expect.poll(() => one.seen.length).toBe(1);
});

test('the secret is shown once, and stands nowhere', async () => {
  const headers = { 'idempotency-key': 'k' };
  const body = { url: one.url, description: 'mine' };
  const made = await call<WebhookWithSecret>('POST', '/v1/webhooks', body, headers);
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(made).toMatchObject({ events: ['task.done', 'task.failed', 'task.cancelled'], enabled: true });
  const again = await app.call('POST', '/v1/webhooks', { body, headers });
  expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
  expect(again.body).toEqual({ ...made, secret: null });
  const rotated = await call<WebhookWithSecret>('POST', `/v1/webhooks/${made.id}/rotate`, {}, headers);
  const replay = await call<WebhookWithSecret>('POST', `/v1/webhooks/${made.id}/rotate`, {}, headers);
  expect(replay).toEqual({ ...rotated, secret: null });
  await call('POST', '/v1/webhooks/signing-secret/rotate', {});
  await call('POST', `/v1/webhooks/${made.id}/test`);
  const { read } = app.ctx.store;
  const rows = await Promise.all(
    (['webhooks', 'webhook_secrets', 'deliveries', 'delivery_attempts', 'audit', 'idempotency'] as const).map((table) =>
      read.selectFrom(table).selectAll().execute(),
    ),
  );
  const text = JSON.stringify([rows, await call('GET', '/v1/webhooks'), await call('GET', '/v1/admin/webhooks')]);
  for (const secret of [made.secret, rotated.secret]) expect(text).not.toContain(secret?.slice(6, -6));
  expect(text).not.toContain('whsec_');
});

test('during a rotation both secrets sign, then the new one only', async () => {
  const hook = await add({ url: one.url, events: ['task.created'] });
  const next = await call<WebhookWithSecret & { secret: string }>('POST', `/v1/webhooks/${hook.id}/rotate`, {
    overlap_s: 3600,
  });
  await app.create();
  await expect.poll(() => one.seen.length).toBe(1);
  const [first] = one.seen;
  if (!first) throw new Error('nothing came');
  expect(first.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const { secret } of [hook, next]) expect(verify(secret, first)).toEqual(first.event);
  await pass(HOUR + SECOND);
  await app.create();
  await expect.poll(() => one.seen.length).toBe(2);
  const [, second] = one.seen;
  if (!second) throw new Error('nothing came');
  expect(verify(next.secret, second)).toEqual(second.event);
  expect(() => verify(hook.secret, second)).toThrow();
});

test('a task names a target of its own, which its repetition keeps', async () => {
  const body = { webhook: { url: one.url, events: ['task.done'] } };
  const refused = await app.call('POST', '/v1/tasks', { body: { model: 'x', input: {}, ...body } });
  expect(refused.status).toBe(404);
  await expect(app.create(body)).rejects.toThrow(/signing-secret\/rotate/);
  expect(await call('GET', '/v1/webhooks/signing-secret')).toMatchObject({ hint: null });
  const { secret } = await call<{ secret: string }>('POST', '/v1/webhooks/signing-secret/rotate', {});
  const task = await app.ended((await app.create(body)).id);
  await expect.poll(() => one.seen.length).toBe(1);
  const retried = await call<{ id: string }>('POST', `/v1/tasks/${task.id}/retry`);
  await app.ended(retried.id);
  await expect.poll(() => one.seen.length).toBe(2);
  for (const received of one.seen) expect(verify(secret, received)).toEqual(received.event);
  expect((await deliveries(`&task_id=${retried.id}`)).map(({ webhook_id, event }) => [webhook_id, event])).toEqual([
    [null, 'task.done'],
  ]);
  await expect(app.create({ webhook: { url: 'https://10.0.0.1/' } })).rejects.toThrow(/webhook.url must lead/);
});

test('a secret in an address stays out of the log', async () => {
  const { id } = await add({ url: `${one.url}?token=in-the-address&team=7` });
  await call('DELETE', `/v1/webhooks/${id}`);
  const names = [...(await auditOf('webhook.create')), ...(await auditOf('webhook.remove'))];
  expect(names.map(({ target_name }) => target_name)).toEqual(Array(2).fill(`${one.url}?token=[removed]&team=7`));
  expect(JSON.stringify(names)).not.toContain('in-the-address');
});

test('410 switches an endpoint off at once, and the log says who did it', async () => {
  one.answer = 410;
  const { id } = await add({ url: one.url });
  await app.ended((await app.create()).id);
  await expect.poll(async () => (await call<Webhook>('GET', `/v1/webhooks/${id}`)).enabled).toBe(false);
  expect((await call<Webhook>('GET', `/v1/webhooks/${id}`)).disabled_reason).toMatch(/410/);
  expect((await auditOf('webhook.disable')).map(({ actor_kind, target_id }) => [actor_kind, target_id])).toEqual([
    ['system', id],
  ]);
  await app.ended((await app.create()).id);
  expect((await deliveries()).map(({ state }) => state)).toEqual(['failed']);
  const on = await call<Webhook>('PATCH', `/v1/webhooks/${id}`, { enabled: true });
  expect(on).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
});

test('after three days a delivery is given up, and its endpoint switched off', async () => {
  one.answer = 500;
  const { id } = await add({ url: one.url });
  await app.ended((await app.create()).id);
  await expect.poll(() => one.seen.length).toBe(1);
  for (let hours = 0; hours < 72; hours += 4) await pass(4 * HOUR);
  await pass(HOUR);
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({ state: 'failed', next_at: null, last_status: 500 });
  expect(delivery?.attempt_count).toBeGreaterThan(10);
  expect(await call('GET', `/v1/webhooks/${id}`)).toMatchObject({ enabled: false });
  const ids = new Set(one.seen.map(({ headers }) => headers['webhook-id']));
  const bodies = new Set(one.seen.map(({ body }) => body));
  expect([ids.size, bodies.size]).toEqual([1, 1]);
});

test('what a receiver asks for by Retry-After is waited for', async () => {
  one.answer = { status: 429, headers: { 'retry-after': '600' } };
  await add({ url: one.url });
  await app.ended((await app.create()).id);
  await expect.poll(async () => (await deliveries())[0]?.attempt_count).toBe(1);
  one.answer = 200;
  await pass(9 * MINUTE);
  expect(one.seen).toHaveLength(1);
  await pass(2 * MINUTE);
  expect(one.seen).toHaveLength(2);
});

test('a message is sent again under the same id, and a new address takes what waits', async () => {
  one.answer = 500;
  const { id } = await add({ url: one.url });
  await app.ended((await app.create()).id);
  await expect.poll(async () => (await deliveries())[0]?.attempt_count).toBe(1);
  const [first] = await deliveries();
  const again = await call<Delivery>('POST', `/v1/deliveries/${first?.id}/redeliver`);
  expect(again).toMatchObject({ message_id: first?.id, redelivery_of: first?.id });
  await expect.poll(async () => (await deliveries())[0]?.attempt_count).toBe(1);
  await call('PATCH', `/v1/webhooks/${id}`, { url: two.url });
  await pass(MINUTE);
  expect((await deliveries()).map(({ state, url }) => [state, url])).toEqual([
    ['delivered', two.url],
    ['cancelled', one.url],
  ]);
  expect(two.seen[0]?.headers['webhook-id']).toBe(first?.id);
  const third = await call<Delivery>('POST', `/v1/admin/deliveries/${again.id}/redeliver`);
  expect(third).toMatchObject({ message_id: first?.id, owner_name: 'Local owner' });
});

test('the test button sends once and tells what came back', async () => {
  const { id, secret } = await add({ url: one.url, enabled: false });
  const good = await call<DeliveryDetail>('POST', `/v1/webhooks/${id}/test`);
  expect(good).toMatchObject({ event: 'webhook.test', state: 'delivered', attempts: [{ response_body: '' }] });
  const [received] = one.seen;
  if (!received) throw new Error('nothing came');
  expect(verify(secret, received)).toMatchObject({ type: 'webhook.test', data: { webhook_id: id } });
  one.answer = 302;
  const bad = await call<DeliveryDetail>('POST', `/v1/webhooks/${id}/test`);
  expect(bad).toMatchObject({ state: 'failed', attempts: [{ status: 302, response_body: 'told' }] });
  expect(bad.last_error).toMatch(/redirects are not followed/);
  await pass(DAY);
  expect(one.seen).toHaveLength(2);
});

test('what is removed or switched off is sent nothing more', async () => {
  one.answer = 500;
  const { id } = await add({ url: one.url });
  await app.ended((await app.create()).id);
  await expect.poll(async () => (await deliveries())[0]?.attempt_count).toBe(1);
  expect((await app.call('DELETE', `/v1/webhooks/${id}`)).status).toBe(204);
  await app.ended((await app.create()).id);
  await pass(DAY);
  expect(one.seen).toHaveLength(1);
  const [delivery] = await deliveries();
  expect(delivery?.state).toBe('cancelled');
  expect((await app.call('POST', `/v1/deliveries/${delivery?.id}/redeliver`)).body.detail).toMatch(/was removed/);
  expect((await app.call('GET', `/v1/webhooks/${id}`)).status).toBe(404);
});

test('addresses that could lead inside are refused when they are given', async () => {
  for (const url of [
    'http://example.com/',
    `https://${'user:word'}@example.com/`,
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost/',
    'https://a.localhost./',
    'https://10.0.0.1:8443/',
    'ftp://example.com/',
    'example.com',
    `http://localhost:${one.host.split(':')[1]}/`,
  ]) {
    const answer = await app.call('POST', '/v1/webhooks', { body: { url } });
    expect([url, answer.status, answer.body.errors?.[0].path]).toEqual([url, 400, 'url']);
  }
  for (let i = 0; i < 20; i += 1) await add({ url: `https://example.com:${8000 + i}/` });
  expect((await app.call('POST', '/v1/webhooks', { body: { url: one.url } })).body.code).toBe('conflict');
});

test("others' endpoints and deliveries are as unknown as any", async () => {
  const { id } = await add({ url: one.url });
  await app.ended((await app.create()).id);
  await settled();
  const [delivery] = await deliveries();
  const other = 'user_00000000000000000000000000';
  await app.ctx.store.write(async (tx) => {
    const at = new Date().toISOString();
    await tx.db.insertInto('users').values({ id: other, name: 'Other', role: 'member', created_at: at }).execute();
    await tx.db.updateTable('webhooks').set({ owner_id: other }).execute();
    await tx.db.updateTable('deliveries').set({ owner_id: other }).execute();
  });
  expect(await deliveries()).toEqual([]);
  const unknown = { hook: 'hook_00000000000000000000000000', delivery: 'delivery_00000000000000000000000000' };
  const paths: [string, string, string, string, object?][] = [
    ['GET', `/v1/webhooks/`, id, ''],
    ['PATCH', `/v1/webhooks/`, id, '', { enabled: false }],
    ['DELETE', `/v1/webhooks/`, id, ''],
    ['POST', `/v1/webhooks/`, id, '/rotate', {}],
    ['POST', `/v1/webhooks/`, id, '/test'],
    ['GET', `/v1/webhooks/`, id, '/deliveries'],
    ['GET', `/v1/deliveries/`, delivery?.id ?? '', ''],
    ['POST', `/v1/deliveries/`, delivery?.id ?? '', '/redeliver'],
  ];
  for (const [method, path, theirs, rest, body] of paths) {
    const none = path.includes('webhooks') ? unknown.hook : unknown.delivery;
    const ask = async (each: string) => {
      const answer = await app.call(method, `${path}${each}${rest}`, {
        headers: { 'x-request-id': 'same' },
        ...(body ? { body } : {}),
      });
      return [answer.status, answer.text.replaceAll(each, '')];
    };
    expect([path, rest, await ask(theirs)]).toEqual([path, rest, await ask(none)]);
    expect((await ask(theirs))[0]).toBe(404);
  }
  const [shown] = (await call<{ items: { owner_name: string }[] }>('GET', '/v1/admin/webhooks')).items;
  expect(shown?.owner_name).toBe('Other');
});
