import type { Delivery } from '@easel/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { join, type People, type Person, signIn, startWithPeople } from '../../test/people.js';
import { startReceiver } from '../../test/webhook-receiver.js';

let people: People;
let url: string;
beforeAll(async () => {
  people = await startWithPeople({ backend: new FakeBackend().expect({}) });
  url = await people.app.listen();
});
afterAll(() => people.app.stop());

const patch = (id: string, body: object, by: Person = people.admin) =>
  by.call('PATCH', `/v1/admin/users/${id}`, { body });

/** A stream of events that is open. */
async function listen(cookie: string): Promise<Response> {
  const answer = await fetch(`${url}/v1/events`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return answer;
}

test.each([
  ['is disabled', (id: string) => patch(id, { disabled: true }), (id: string) => patch(id, { disabled: false })],
  ['gets another role', (id: string) => patch(id, { role: 'admin' }), (id: string) => patch(id, { role: 'member' })],
  ['is signed out', (id: string) => people.admin.call('DELETE', `/v1/admin/users/${id}/sessions`), null],
])('whoever %s is out at once, and so are their streams', async (_what, act, undo) => {
  const { app, bob } = people;
  const headers = { ...bob.headers, cookie: await signIn(app, bob) };
  const stream = await listen(headers.cookie);
  expect((await app.call('GET', '/v1/tasks', { headers })).status).toBe(200);
  expect((await act(bob.id)).status).toBe(200);
  expect(await stream.text()).toMatch(/event: revoked\n/);
  expect((await app.call('GET', '/v1/tasks', { headers })).body.code).toBe('session_expired');
  if (undo) expect((await undo(bob.id)).status).toBe(200);
  expect((await app.call('GET', '/v1/tasks', { headers })).body.code).toBe('session_expired');
});

test('signing out ends the streams of this session, and of no other', async () => {
  const { app, ada } = people;
  const cookie = await signIn(app, ada);
  const [ended, goesOn] = [await listen(cookie), await listen(ada.cookie)];
  expect((await app.call('POST', '/v1/auth/sign-out', { headers: { ...ada.headers, cookie } })).status).toBe(200);
  expect(await ended.text()).toMatch(/event: revoked\n/);
  const reader = goesOn.body?.pipeThrough(new TextDecoderStream()).getReader();
  const body = { model: Object.keys(people.settings.models)[0], input: { prompt: 'a hill' } };
  const task = (await ada.call('POST', '/v1/tasks', { body })).body;
  let heard = '';
  while (!heard.includes('event: task')) heard += (await reader?.read())?.value;
  expect(heard).not.toMatch(/revoked/);
  await reader?.cancel();
  while ((await ada.call('GET', `/v1/tasks/${task.id}?wait_s=1`)).body.status !== 'done');
});

test('in the name of who is disabled nothing is told to webhooks, until they are enabled again', async () => {
  const receiver = await startReceiver();
  // Time stands still: nothing that failed is tried again.
  const at = Date.now();
  const world = await startWithPeople({
    backend: new FakeBackend().always({}),
    config: { webhook_hosts: [receiver.host] },
    webhooks: { now: () => at },
  });
  const { admin, app } = world;
  const bob = { ...world.bob };
  const create = async () => {
    const body = { model: Object.keys(world.settings.models)[0], input: { prompt: 'a hill' } };
    return (await bob.call('POST', '/v1/tasks', { body })).body.id as string;
  };
  const done = (id: string) =>
    expect.poll(async () => (await admin.call('GET', `/v1/admin/tasks/${id}`)).body.task.status).toBe('done');
  const pause = (paused: boolean) => admin.call('PUT', '/v1/admin/dispatch', { body: { paused } });
  const disable = (disabled: boolean) => admin.call('PATCH', `/v1/admin/users/${bob.id}`, { body: { disabled } });
  const deliveries = async () =>
    (await admin.call('GET', '/v1/admin/deliveries?limit=100')).body.items.map((d: Delivery) => [
      d.attempt_count,
      d.state,
    ]);
  receiver.answer = 500;
  await bob.call('POST', '/v1/webhooks', { body: { url: receiver.url, events: ['task.done'] } });
  await done(await create());
  await expect.poll(deliveries).toEqual([[1, 'pending']]);
  await pause(true);
  const waiting = await create();
  expect((await disable(true)).status).toBe(200);
  expect(await deliveries()).toEqual([[1, 'cancelled']]);
  await pause(false);
  await done(waiting);
  expect(await deliveries()).toEqual([[1, 'cancelled']]);
  await disable(false);
  receiver.answer = 204;
  bob.call = (method, path, options = {}) =>
    app.call(method, path, { ...options, headers: { ...bob.headers, ...options.headers } });
  bob.headers = { ...bob.headers, cookie: await signIn(app, bob) };
  await done(await create());
  await expect.poll(deliveries).toEqual([
    [1, 'delivered'],
    [1, 'cancelled'],
  ]);
  expect(receiver.seen.length).toBe(2);
  await app.stop();
  await receiver.down();
});

test('who is disabled can not come in, with the right password or a key', async () => {
  const { app, admin } = people;
  const who = { name: 'Eve', email: 'eve@example.org', password: 'the right password' };
  const eve = await join(admin, app, who);
  const key = await eve.call('POST', '/v1/keys', { body: { name: 'Eve', scopes: ['tasks:read'] } });
  const withKey = () => app.call('GET', '/v1/tasks', { headers: { authorization: `Bearer ${key.body.secret}` } });
  expect((await withKey()).status).toBe(200);
  expect((await patch(eve.id, { disabled: true })).body.disabled_at).toMatch(/Z$/);
  const refused = await app.call('POST', '/v1/auth/sign-in/email', {
    body: { email: who.email, password: who.password },
  });
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  expect(refused.body.detail).toMatch(/disabled/);
  const wrong = await app.call('POST', '/v1/auth/sign-in/email', { body: { email: who.email, password: 'wrong' } });
  expect(wrong.status).toBe(401);
  expect((await withKey()).status).toBe(401);
  await patch(eve.id, { disabled: false });
  await signIn(app, who);
  expect((await withKey()).status).toBe(200);
});

test('there is always an administrator', async () => {
  const { app, admin, ada } = people;
  for (const body of [{ role: 'member' }, { disabled: true }]) {
    const refused = await patch(admin.id, body);
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
  }
  await patch(ada.id, { role: 'admin' });
  const second = { ...ada.headers, cookie: await signIn(app, ada) };
  const both = await Promise.all([
    app.call('PATCH', `/v1/admin/users/${admin.id}`, { body: { role: 'member' }, headers: second }),
    app.call('PATCH', `/v1/admin/users/${ada.id}`, { body: { disabled: true }, headers: people.admin.headers }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const admins = await app.ctx.store.read
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .execute();
  expect(admins).toHaveLength(1);
});

test('no key makes an administrator, nor brings one back', async () => {
  const fresh = await startWithPeople();
  const { app, admin, ada, bob } = fresh;
  const made = await admin.call('POST', '/v1/keys', { body: { name: 'Ops', scopes: ['admin'] } });
  const headers = { authorization: `Bearer ${made.body.secret}` };
  const byKey = async (id: string, body: object) =>
    (await app.call('PATCH', `/v1/admin/users/${id}`, { body, headers })).status;
  expect(await byKey(bob.id, { budget_microusd: 5 })).toBe(200);
  expect(await byKey(bob.id, { role: 'admin' })).toBe(403);
  expect(await byKey(bob.id, { role: 'admin', disabled: true })).toBe(403);
  expect((await patch(ada.id, { role: 'admin', disabled: true }, admin)).status).toBe(200);
  expect(await byKey(ada.id, { disabled: false })).toBe(403);
  expect(await byKey(ada.id, { role: 'member', disabled: false })).toBe(200);
  const roles = (await admin.call('GET', '/v1/admin/users?role=admin')).body.items;
  expect(roles.map(({ id }: { id: string }) => id)).toEqual([admin.id]);
  await app.stop();
});

test('limits are set and taken away, and what changed is told', async () => {
  const fresh = await startWithPeople();
  const { admin, bob } = fresh;
  const path = `/v1/admin/users/${bob.id}`;
  const set = await admin.call('PATCH', path, { body: { queue_max: 3, budget_microusd: 5_000_000 } });
  expect(set.body).toMatchObject({ queue_max: 3, budget_microusd: 5_000_000, concurrency_max: null, sessions: 1 });
  const unset = await admin.call('PATCH', path, { body: { queue_max: null } });
  expect(unset.body).toMatchObject({ queue_max: null, budget_microusd: 5_000_000 });
  expect((await bob.call('GET', '/v1/session')).body.user.id).toBe(bob.id);
  const { items } = (await admin.call('GET', `/v1/admin/audit?action=user.change&target_id=${bob.id}`)).body;
  expect(items[0]).toMatchObject({ before: { queue_max: 3 }, after: { queue_max: null }, actor: { id: admin.id } });
  const search = await admin.call('GET', '/v1/admin/users?search=%25');
  expect(search.body.items).toEqual([]);
  const pages = await admin.call('GET', '/v1/admin/users?limit=2');
  expect(pages.body.items).toHaveLength(2);
  const rest = await admin.call('GET', `/v1/admin/users?limit=2&cursor=${pages.body.next_cursor}`);
  expect(rest.body).toMatchObject({ items: [{ id: admin.id }], next_cursor: null });
  expect((await admin.call('GET', '/v1/admin/users?role=admin')).body.items).toHaveLength(1);
  await fresh.app.stop();
});
