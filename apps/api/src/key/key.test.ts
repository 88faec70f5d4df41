import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KEY_OVERLAP_DEFAULT_S, type KeyCreate, type KeyWithSecret, type Scope } from '@easel/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { FILM, PAINT, SKETCH, startApp, type TestApp } from '../../test/harness.js';
import { newId } from '../ids.js';
import { makeKeyText } from './key-text.js';

let app: TestApp;
const lines: string[] = [];
beforeEach(async () => {
  lines.length = 0;
  const log = { level: 'trace', write: (line: string) => void lines.push(line) };
  app = await startApp({ backend: new FakeBackend().always({}), log });
});
afterEach(() => app.stop());

type Made = KeyWithSecret & { secret: string };

const with_ = (key: { secret: string }) => ({ headers: { authorization: `Bearer ${key.secret}` } });

async function make(body: Partial<KeyCreate> = {}, by?: Made): Promise<Made> {
  const whole = { name: 'bot', scopes: ['tasks:read', 'tasks:write'], ...body };
  const answer = await app.call('POST', '/v1/keys', { body: whole, ...(by ? with_(by) : {}) });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const use = (key: { secret: string }) => app.call('GET', '/v1/tasks', with_(key));

/** Sets columns as time or an administrator would. */
const set = (id: string, change: object) =>
  app.ctx.store.write((tx) => tx.db.updateTable('keys').set(change).where('id', '=', id).execute());

test('a key opens what its scopes name, by either header, and nothing else', async () => {
  const key = await make({ scopes: ['tasks:read'] });
  expect(key).toMatchObject({ name: 'bot', state: 'active', spent_microusd: 0, reserved_microusd: 0, models: null });
  expect(key.hint).toBe(key.secret.slice(-4));
  expect((await use(key)).status).toBe(200);
  expect((await app.call('GET', '/v1/tasks', { headers: { 'x-api-key': key.secret } })).status).toBe(200);
  const body = { model: PAINT, input: { prompt: 'x' } };
  const write = await app.call('POST', '/v1/tasks', { body, ...with_(key) });
  expect([write.status, write.body.code, write.body.detail]).toEqual([
    403,
    'forbidden',
    expect.stringContaining('tasks:write'),
  ]);
  expect((await app.call('GET', '/v1/admin/keys', with_(key))).status).toBe(403);
});

test('the same key twice is one, two different ones are refused', async () => {
  const [a, b] = [await make(), await make()];
  const both = (plain: string) => ({ headers: { authorization: `Bearer ${a.secret}`, 'x-api-key': plain } });
  expect((await app.call('GET', '/v1/tasks', both(a.secret))).status).toBe(200);
  const answer = await app.call('GET', '/v1/tasks', both(b.secret));
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
  expect((await app.call('GET', `/v1/tasks?api_key=${a.secret}`)).status).toBe(400);
});

test('what is wrong with a key is told to whoever holds the secret, and to nobody else', async () => {
  const detail = async (key: { secret: string }) => {
    const answer = await use(key);
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid_api_key']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    return answer.body.detail;
  };
  const key = await make();
  const guessed = { secret: makeKeyText(key.id) };
  const unknown = { secret: makeKeyText(newId('key')) };
  expect(await detail({ secret: 'easel_short' })).toMatch(/whole key/);
  expect(await detail({ secret: `${key.secret.slice(0, -1)}!` })).toMatch(/whole key/);
  const nothing = await detail(unknown);
  const past = '2020-01-01T00:00:00.000Z';
  for (const [change, words] of [
    [{ expires_at: past }, /expired/],
    [{ revoked_at: past }, /revoked/],
  ] as const) {
    await set(key.id, change);
    expect(await detail(key)).toMatch(words);
    expect(await detail(guessed)).toBe(nothing);
  }
});

test('the keys of someone who was disabled are refused', async () => {
  const key = await make();
  const disable = (disabled_at: string | null) =>
    app.ctx.store.write((tx) => tx.db.updateTable('users').set({ disabled_at }).execute());
  await disable('2020-01-01T00:00:00.000Z');
  expect((await use(key)).body.detail).toMatch(/disabled/);
  await disable(null);
  expect((await use(key)).status).toBe(200);
});

test('revoking ends a key at once and for good', async () => {
  const key = await make();
  expect((await app.call('DELETE', `/v1/keys/${key.id}`)).body.state).toBe('revoked');
  expect((await use(key)).body.detail).toMatch(/revoked/);
  expect((await app.call('DELETE', `/v1/keys/${key.id}`)).status).toBe(200);
  expect((await app.call('PATCH', `/v1/keys/${key.id}`, { body: { name: 'x' } })).status).toBe(409);
  expect((await app.call('POST', `/v1/keys/${key.id}/rotate`, { body: {} })).status).toBe(409);
});

test('revoking ends the streams of a key, and of no other', async () => {
  const url = await app.listen();
  const [key, other] = [await make(), await make()];
  const listen = async (by: Made) => {
    const answer = await fetch(`${url}/v1/events`, with_(by));
    return answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  };
  const [ended, goesOn] = [await listen(key), await listen(other)];
  await app.call('DELETE', `/v1/keys/${key.id}`);
  let heard = '';
  for (let part = await ended?.read(); part?.value; part = await ended?.read()) heard += part.value;
  expect(heard).toMatch(/event: revoked\n/);
  await app.create();
  heard = '';
  while (!heard.includes('event: task')) heard += (await goesOn?.read())?.value;
  expect(heard).not.toMatch(/revoked/);
  await goesOn?.cancel();
});

test.each([
  ['a new secret', (id: string) => app.call('POST', `/v1/keys/${id}/rotate`, { body: { overlap_s: 0 } })],
  ['fewer scopes', (id: string) => app.call('PATCH', `/v1/keys/${id}`, { body: { scopes: ['models:read'] } })],
  ['an end', (id: string) => app.call('PATCH', `/v1/keys/${id}`, { body: { expires_at: inMs(60_000) } })],
  ['its end', async () => {}],
])('%s ends the streams of a key: whoever may listen still comes back', async (what, change) => {
  const url = await app.listen();
  const key = await make(what === 'its end' ? { expires_at: inMs(3000) } : {});
  const answer = await fetch(`${url}/v1/events`, with_(key));
  expect(answer.status).toBe(200);
  await change(key.id);
  expect(await answer.text()).toMatch(/event: revoked\n/);
});

test('an administrator sees the keys of all, or of one, and revokes any', async () => {
  const other = newId('user');
  const created_at = new Date().toISOString();
  await app.ctx.store.write((tx) =>
    tx.db.insertInto('users').values({ id: other, name: 'Other', role: 'member', created_at }).execute(),
  );
  const mine = await make();
  await set(mine.id, { owner_id: other });
  const own = await make();
  const list = async (query: string) =>
    (await app.call('GET', `/v1/admin/keys${query}`)).body.items.map((key: { id: string }) => key.id);
  expect(await list('')).toEqual([own.id, mine.id]);
  expect(await list(`?owner_id=${other}`)).toEqual([mine.id]);
  expect(await list('?limit=1')).toEqual([own.id]);
  // Another's key is as unknown as one that never was.
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/rotate'],
  ] as const) {
    const body = method === 'POST' ? { body: {} } : {};
    const theirs = await app.call(method, `/v1/keys/${mine.id}${path}`, body);
    expect([theirs.status, theirs.body.code]).toEqual([404, 'not_found']);
  }
  const revoked = await app.call('DELETE', `/v1/admin/keys/${mine.id}`);
  expect(revoked.body).toMatchObject({ id: mine.id, state: 'revoked', owner_name: 'Other' });
  expect((await use(mine)).status).toBe(401);
});

test('a rotated key knows both secrets during the overlap, then the new one only', async () => {
  const first = await make();
  const rotate = async (overlap_s?: number) =>
    (await app.call('POST', `/v1/keys/${first.id}/rotate`, { body: overlap_s === undefined ? {} : { overlap_s } }))
      .body;
  const second: Made = await rotate();
  expect(second.id).toBe(first.id);
  expect(Date.parse(second.previous_until ?? '') - Date.parse(second.rotated_at ?? '')).toBe(
    KEY_OVERLAP_DEFAULT_S * 1000,
  );
  expect([(await use(first)).status, (await use(second)).status]).toEqual([200, 200]);
  await set(first.id, { previous_until: '2020-01-01T00:00:00.000Z' });
  expect((await use(first)).body.detail).toMatch(/replaced/);
  expect((await use(second)).status).toBe(200);
  const third: Made = await rotate(0);
  expect(third.previous_until).toBeNull();
  expect([(await use(second)).status, (await use(third)).status]).toEqual([401, 200]);
});

test('a repeated creation or rotation shows no secret', async () => {
  const headers = { 'idempotency-key': 'k' };
  const body = { name: 'bot', scopes: ['tasks:read'] };
  const first = await app.call('POST', '/v1/keys', { body, headers });
  const again = await app.call('POST', '/v1/keys', { body, headers });
  expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
  expect(again.body).toEqual({ ...first.body, secret: null });
  const rotate = () => app.call('POST', `/v1/keys/${first.body.id}/rotate`, { body: {}, headers });
  const rotated = await rotate();
  expect((await rotate()).body).toEqual({ ...rotated.body, secret: null });
  expect((await use(rotated.body)).status).toBe(200);
});

test('a key gives no more than it has', async () => {
  const soon = '2100-01-01T00:00:00.000Z';
  const own = {
    scopes: ['keys:read', 'keys:write', 'tasks:read'] satisfies Scope[],
    models: [PAINT, SKETCH],
    expires_at: soon,
    rate_per_minute: 600,
    concurrency_max: 3,
    budget_microusd: 5_000_000,
  };
  const maker = await make(own);
  const give = (change: object) =>
    app.call('POST', '/v1/keys', { body: { name: 'child', ...own, ...change }, ...with_(maker) });
  expect((await give({})).status).toBe(201);
  expect((await give({ models: [SKETCH], rate_per_minute: 1 })).status).toBe(201);
  for (const beyond of [
    { scopes: ['tasks:read', 'tasks:write'] },
    { scopes: ['admin'] },
    { models: null },
    { models: [PAINT, FILM] },
    { expires_at: null },
    { expires_at: '2100-01-01T00:00:00.001Z' },
    { rate_per_minute: null },
    { rate_per_minute: 601 },
    { concurrency_max: 4 },
    { budget_microusd: null },
    { budget_microusd: 5_000_001 },
  ]) {
    const answer = await give(beyond);
    expect([beyond, answer.status, answer.body.code]).toEqual([beyond, 403, 'forbidden']);
    const patched = await app.call('PATCH', `/v1/keys/${maker.id}`, { body: beyond, ...with_(maker) });
    expect([beyond, patched.status]).toEqual([beyond, 403]);
  }
  // The answer to a rotation is a secret: a wider key must not be had by it.
  const wider = await make({ scopes: ['tasks:write'] });
  expect((await app.call('POST', `/v1/keys/${wider.id}/rotate`, { body: {}, ...with_(maker) })).status).toBe(403);
  expect((await use(wider)).status).toBe(403);
  expect((await app.call('POST', `/v1/keys/${maker.id}/rotate`, { body: {}, ...with_(maker) })).status).toBe(200);
});

test('only an administrator who is signed in gives admin', async () => {
  const admin = await make({ scopes: ['admin', 'keys:write'] });
  expect((await app.call('GET', '/v1/admin/keys', with_(admin))).body.items[0].owner_name).toBe('Local owner');
  const body = { name: 'child', scopes: ['admin'] };
  expect((await app.call('POST', '/v1/keys', { body, ...with_(admin) })).status).toBe(403);
  app.ctx.local_caller.role = 'member';
  expect((await app.call('POST', '/v1/keys', { body })).status).toBe(403);
});

test('models are of the settings, an expiry lies ahead, and a limit can be taken away', async () => {
  const key = await make({ models: [PAINT], budget_microusd: 1 });
  const patch = (body: object) => app.call('PATCH', `/v1/keys/${key.id}`, { body });
  expect((await patch({ models: ['no-such'] })).body.errors[0].path).toBe('models.0');
  expect((await patch({ expires_at: '2020-01-01T00:00:00.000Z' })).status).toBe(400);
  expect((await patch({ models: null, budget_microusd: null })).body).toMatchObject({
    models: null,
    budget_microusd: null,
  });
});

test('a key is used, and it is known when, without the request waiting for it', async () => {
  const key = await make();
  expect((await app.call('GET', `/v1/keys/${key.id}`)).body.last_used_at).toBeNull();
  await use(key);
  await app.ctx.store.check();
  const { last_used_at } = (await app.call('GET', `/v1/keys/${key.id}`)).body;
  expect(last_used_at).not.toBeNull();
  await use(key);
  await app.ctx.store.check();
  expect((await app.call('GET', `/v1/keys/${key.id}`)).body.last_used_at).toBe(last_used_at);
});

test('the secret is nowhere: not in the database, the audit log, other answers or the log', async () => {
  const key = await make();
  const rotated: Made = (await app.call('POST', `/v1/keys/${key.id}/rotate`, { body: {} })).body;
  await app.call('PATCH', `/v1/keys/${key.id}`, { body: { name: 'renamed' } });
  await app.call('GET', `/v1/tasks?key=${key.secret}`);
  await use(key);
  await use(rotated);
  app.ctx.log.info({ headers: { authorization: `Bearer ${key.secret}` } }, `key ${rotated.secret}`);
  const shown = await Promise.all(
    ['/v1/keys', '/v1/admin/keys', `/v1/keys/${key.id}`].map((path) => app.call('GET', path)),
  );
  const audit = await app.ctx.store.read.selectFrom('audit').selectAll().execute();
  expect(audit.map(({ action }) => action).filter((action) => action.startsWith('key.'))).toEqual([
    'key.create',
    'key.rotate',
    'key.change',
  ]);
  await app.call('DELETE', `/v1/keys/${key.id}`);
  const dir = app.ctx.config.data_dir;
  const files = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isFile());
  const bytes = await Promise.all(files.map(({ name }) => readFile(join(dir, name), 'latin1')));
  expect(files.map(({ name }) => name)).toContain('easel.db');
  const everything = [...bytes, JSON.stringify(audit), ...shown.map(({ text }) => text), ...lines];
  // What follows the id is the secret.
  for (const secret of [key.secret, rotated.secret].map((text) => text.slice(32))) {
    for (const text of everything) expect(text.includes(secret)).toBe(false);
  }
});
