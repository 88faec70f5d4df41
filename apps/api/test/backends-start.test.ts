import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Backend, parseSettings } from '@easel/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEmbeddedBackend } from '../src/backend/embedded/embedded-backend.js';
import { readConfig } from '../src/config.js';
import { FakeWorkspaces } from './fake-modal.js';
import { fixtureSettings, rentedSettings, type StartOptions, startApp, type TestApp } from './harness.js';

const TOKEN = { token_id: 'ak-started9x2f', token_secret: 'as-first-secret' };
const LIST = '/v1/admin/backends';
const { modal } = readConfig({});

let workspaces: FakeWorkspaces;
let apps: TestApp[];
beforeEach(() => {
  workspaces = new FakeWorkspaces();
  workspaces.tokens.set(TOKEN.token_id, TOKEN.token_secret);
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.stop();
  for (const { dir } of apps) rmSync(dir, { recursive: true, force: true });
});

async function start(options: StartOptions = {}): Promise<TestApp> {
  const app = await startApp({ settings: rentedSettings(), backends: [], createModal: workspaces.create, ...options });
  apps.push(app);
  return app;
}
/** The next process on what this one leaves behind. */
async function restart(app: TestApp, options: StartOptions = {}): Promise<TestApp> {
  const dir = await app.copyAsKilled();
  await app.stop();
  return start({ dir, ...options });
}
const fromEnvironment = (token: { token_id: string; token_secret: string }): StartOptions => ({
  config: { modal: { ...modal, ...token } },
});
const list = async (app: TestApp) => (await app.call('GET', LIST)).body.items;
const history = async (app: TestApp, id: string): Promise<string[]> => {
  const { body } = await app.call('GET', `${LIST}/${id}/history?limit=100`);
  return body.items.map((item: { kind: string }) => item.kind).reverse();
};

test('backends are as they were left, and are checked without being asked', async () => {
  const first = await start();
  const body = { kind: 'modal', label: 'Studio', weight: 5, ...TOKEN };
  const { id } = (await first.call('POST', LIST, { body })).body;
  await first.call('POST', `${LIST}/${id}/disable`);
  const before = (await list(first))[0];
  const second = await restart(first);
  expect(await list(second)).toEqual([before]);
  expect(workspaces.of(id).credentials).toEqual(TOKEN);
  await second.call('POST', `${LIST}/${id}/enable`);
  workspaces.reachable = false;
  const third = await restart(second);
  await expect.poll(async () => (await list(third))[0].state).toBe('unreachable');
});

test('a token in the environment makes one backend; another secret is taken over; what was deleted stays so', async () => {
  const first = await start(fromEnvironment(TOKEN));
  const [{ id, label, token_hint }] = await list(first);
  expect([label, token_hint]).toEqual(['Modal', 'ak-…9x2f']);
  const second = await restart(first, fromEnvironment(TOKEN));
  expect((await list(second)).map((b: { id: string }) => b.id)).toEqual([id]);
  const changed = { ...TOKEN, token_secret: 'as-second-secret' };
  const third = await restart(second, fromEnvironment(changed));
  expect(workspaces.of(id).credentials).toEqual(changed);
  expect(await history(third, id)).toContain('credentials_changed');
  expect((await third.call('DELETE', `${LIST}/${id}`)).status).toBe(204);
  const fourth = await restart(third, fromEnvironment({ ...TOKEN, token_secret: 'as-third-secret' }));
  expect(await list(fourth)).toEqual([]);
});

test('what was entered here is not undone by an environment that stayed the same', async () => {
  const first = await start(fromEnvironment(TOKEN));
  const [{ id }] = await list(first);
  const other = { token_id: 'ak-entered7k3m', token_secret: 'as-entered' };
  workspaces.tokens.set(other.token_id, other.token_secret);
  expect((await first.call('PUT', `${LIST}/${id}/credentials`, { body: other })).status).toBe(200);
  await restart(first, fromEnvironment(TOKEN));
  expect(workspaces.of(id).credentials).toEqual(other);
});

test.each([
  [{ MODAL_TOKEN_ID: 'ak-alone' }, /set both, or neither/],
  [{ MODAL_SERVER_URL: 'nowhere' }, /MODAL_SERVER_URL/],
])('%j ends the start with one sentence', (env, words) => {
  expect(() => readConfig(env)).toThrow(words);
});

test('a token that is none ends the start with one sentence', async () => {
  const wrong = fromEnvironment({ token_id: 'nonsense', token_secret: 'as-x1' });
  await expect(startApp({ settings: rentedSettings(), backends: [], ...wrong })).rejects.toThrow(
    /MODAL_TOKEN_ID must be/,
  );
});

test('with another secret key a backend says so, what it has waits, and a new token mends it', async () => {
  const first = await start();
  const { id } = (await first.call('POST', LIST, { body: { kind: 'modal', label: 'Studio', ...TOKEN } })).body;
  const dir = await first.copyAsKilled();
  await first.stop();
  await writeFile(join(dir, 'data', 'secret.key'), `${'ab'.repeat(32)}\n`);
  const second = await start({ dir });
  await expect.poll(async () => (await list(second))[0].state).toBe('credentials_invalid');
  const [{ last_check }] = await list(second);
  expect(last_check.problems).toEqual([expect.stringContaining('Enter the token again')]);
  expect((await second.call('POST', `${LIST}/${id}/deploys`)).status).toBe(409);
  const mended = await second.call('PUT', `${LIST}/${id}/credentials`, { body: TOKEN });
  expect([mended.status, mended.body.state]).toEqual([200, 'ready']);
});

test('with another secret key a token of the environment mends its backend, or leaves it deleted', async () => {
  const first = await start(fromEnvironment(TOKEN));
  const [{ id }] = await list(first);
  const rekeyed = async (app: TestApp, digits: string) => {
    const dir = await app.copyAsKilled();
    await app.stop();
    await writeFile(join(dir, 'data', 'secret.key'), `${digits.repeat(32)}\n`);
    return start({ dir, ...fromEnvironment(TOKEN) });
  };
  const second = await rekeyed(first, 'ab');
  await expect.poll(async () => (await list(second)).map((b: Backend) => [b.id, b.state])).toEqual([[id, 'ready']]);
  expect((await second.call('DELETE', `${LIST}/${id}`)).status).toBe(204);
  expect(await list(await rekeyed(second, 'cd'))).toEqual([]);
});

test('a planted secret is found nowhere: not in what is stored, answered or logged', async () => {
  const planted = { token_id: 'ak-planted9x2f', token_secret: 'as-plantedsecret' };
  const said: string[] = [];
  const log = { level: 'trace', write: (line: string) => void said.push(line) };
  const app = await start({ log, ...fromEnvironment(planted) });
  const [{ id }] = await list(app);
  const body = { ...planted, kind: 'modal', label: 'Again', environment: 'dev' };
  const headers = { 'idempotency-key': 'k' };
  for (const answer of [
    await app.call('POST', LIST, { body, headers }),
    await app.call('POST', LIST, { body: { ...body, weight: 'x' } }),
    await app.call('POST', LIST, { body: { ...body, token_secret: `${planted.token_secret} ` } }),
    await app.call('PUT', `${LIST}/${id}/credentials`, { body: planted }),
    await app.call('GET', `${LIST}/${id}`),
    await app.call('GET', `${LIST}/${id}/history`),
  ]) {
    said.push(answer.text);
  }
  app.ctx.log.info({ planted, credentials: { ...planted } }, `with ${planted.token_secret}`);
  const data = join(await app.copyAsKilled(), 'data');
  for (const name of readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (name.isFile()) said.push(readFileSync(join(name.parentPath, name.name)).toString('latin1'));
  }
  rmSync(join(data, '..'), { recursive: true });
  expect(said.join('\n')).toContain('ak-');
  expect(said.join('\n')).not.toContain('plantedsecret');
});

test('this machine is listed last and can be switched, but not deleted, rotated or deployed', async () => {
  const engine = () =>
    createEmbeddedBackend(parseSettings(fixtureSettings()), () => Promise.reject(new Error('nothing runs here')));
  const first = await startApp({ createModal: workspaces.create, backends: [engine()] });
  apps.push(first);
  expect((await list(first)).at(-1)).toMatchObject({ id: 'embedded', kind: 'embedded', state: 'ready' });
  for (const [method, path, body] of [
    ['DELETE', '', undefined],
    ['PUT', '/credentials', TOKEN],
    ['POST', '/deploys', undefined],
    ['POST', '/rollback', undefined],
    ['PATCH', '', { label: 'Mine' }],
  ] as const) {
    const answer = await first.call(method, `${LIST}/embedded${path}`, body ? { body } : {});
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 409, 'conflict']);
  }
  expect((await first.call('POST', `${LIST}/embedded/disable`)).body.state).toBe('disabled');
  await first.call('PATCH', `${LIST}/embedded`, { body: { weight: 9 } });
  const dir = await first.copyAsKilled();
  await first.stop();
  const second = await startApp({ createModal: workspaces.create, backends: [engine()], dir });
  apps.push(second);
  expect((await list(second)).at(-1)).toMatchObject({ state: 'disabled', enabled: false, weight: 9 });
  await second.call('POST', `${LIST}/embedded/enable`);
  expect((await second.call('POST', `${LIST}/embedded/drain`)).status).toBe(200);
  await expect.poll(async () => (await list(second)).at(-1).state).toBe('disabled');
  expect(await history(second, 'embedded')).toEqual(['disabled', 'changed', 'enabled', 'drain_started', 'drained']);
});
