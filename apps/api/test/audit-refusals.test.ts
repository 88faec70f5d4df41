import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditEntry } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { entryView } from '../src/audit/audit-view.js';
import { createRefusals, type Refusal } from '../src/audit/refusals.js';
import { openStore } from '../src/db/store.js';
import { FakeBackend } from './fake-backend.js';
import { startApp, type TestApp, TMP } from './harness.js';

const clean: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of clean.splice(0).reverse()) await undo();
});

async function start(): Promise<TestApp> {
  const app = await startApp({ backend: new FakeBackend() });
  clean.push(() => app.stop());
  return app;
}

async function refusals(app: TestApp) {
  await app.ctx.audit.refusals.flush();
  const { items } = (await app.call('GET', '/v1/admin/audit?limit=100&action=request.refuse')).body;
  return z.array(AuditEntry).parse(items).toReversed();
}

const keyOf = async (app: TestApp, scopes: string[]): Promise<{ id: string; secret: string }> =>
  (await app.call('POST', '/v1/keys', { body: { name: 'Script', scopes } })).body;

test('who lacks a scope, and who sends a key that is none, is told; no key is written down', async () => {
  const app = await start();
  const { id, secret } = await keyOf(app, ['tasks:read']);
  const authorization = `Bearer ${secret}`;
  const asked = { headers: { authorization, 'x-request-id': 'asked-1' } };
  expect((await app.call('GET', '/v1/admin/backends?limit=3', asked)).status).toBe(403);
  const wrong = `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`;
  expect((await app.call('GET', '/v1/tasks', { headers: { 'x-api-key': wrong } })).status).toBe(401);
  // A refusal of another kind is none.
  expect((await app.call('GET', '/v1/tasks/task_00000000000000000000000000')).status).toBe(404);
  const [scope, none, ...more] = await refusals(app);
  expect(more).toEqual([]);
  expect(scope).toMatchObject({
    actor: { kind: 'key', id, name: 'Script' },
    target: { kind: 'route', id: 'GET /v1/admin/backends' },
    outcome: 'refused',
    code: 'forbidden',
    request_id: 'asked-1',
  });
  expect(none).toMatchObject({
    actor: { kind: 'anonymous', id: null, name: '127.0.0.1' },
    target: { kind: 'route', id: 'GET /v1/tasks' },
    code: 'invalid_api_key',
  });
  await app.ctx.store.check();
  const { data_dir } = app.ctx.config;
  for (const name of ['easel.db', 'easel.db-wal', 'audit/heads.ndjson']) {
    const bytes = await readFile(join(data_dir, name));
    for (const text of [secret, wrong]) expect([name, bytes.includes(text)]).toEqual([name, false]);
  }
});

test('an address that is no route is not written down as it came: it may hold a secret', async () => {
  const app = await start();
  const headers = { host: 'evil.example' };
  expect((await app.call('GET', '/v1/easel_secret_in_the_path', { headers })).status).toBe(403);
  expect((await refusals(app)).map(({ target, code }) => [target?.id, code])).toEqual([['no route', 'origin_blocked']]);
});

test('what repeats a refusal is one further entry, with its count', async () => {
  const app = await start();
  const headers = { host: 'evil.example' };
  for (let i = 0; i < 50; i += 1) await app.call('GET', '/v1/tasks', { headers });
  await app.call('GET', '/v1/models', { headers });
  const found = await refusals(app);
  expect(found.map(({ target, after }) => [target?.id, after])).toEqual([
    ['GET /v1/tasks', null],
    ['GET /v1/models', null],
    ['GET /v1/tasks', { repeated: 49 }],
  ]);
});

test('the counts are written at a clean stop', async () => {
  const app = await start();
  for (let i = 0; i < 3; i += 1) await app.call('GET', '/v1/tasks', { headers: { host: 'evil.example' } });
  await app.ctx.audit.close();
  const { items } = (await app.call('GET', '/v1/admin/audit?action=request.refuse')).body;
  expect(items.map((entry: AuditEntry) => entry.after)).toEqual([{ repeated: 2 }, null]);
});

test('a flood from many addresses is collapsed: as many entries as kinds are kept apart, and one count for the rest', async () => {
  const dir = await mkdtemp(join(TMP, 'easel-refusals-'));
  const store = openStore(join(dir, 'easel.db'));
  clean.push(async () => {
    await store.close();
    await rm(dir, { recursive: true });
  });
  const kept = createRefusals({
    store,
    log: { warn: (...words: unknown[]) => expect(words).toEqual([]) },
    max_kinds: 5,
  });
  const refusal = (i: number): Refusal => ({
    by: { actor: { kind: 'anonymous', id: null, name: `10.0.0.${i}` }, request_id: `r-${i}` },
    route: 'GET /v1/tasks',
    code: 'invalid_api_key',
  });
  for (let i = 0; i < 1_000; i += 1) kept.note(refusal(i));
  await kept.close();
  kept.note(refusal(1));
  const rows = await store.read.selectFrom('audit').selectAll().orderBy('seq').execute();
  const told = rows.map(entryView).map(({ actor, target, after }) => [actor.name, target?.id, after]);
  expect(told).toEqual([
    ...[0, 1, 2, 3, 4].map((i) => [`10.0.0.${i}`, 'GET /v1/tasks', null]),
    ['many', '*', { repeated: 1 }],
    ['many', '*', { repeated: 994 }],
  ]);
});
