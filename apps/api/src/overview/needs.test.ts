import { join } from 'node:path';
import type { Need } from '@easel/contracts';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeWorkspaces } from '../../test/fake-modal.js';
import { PAINT, rentedSettings, startApp, type TestApp } from '../../test/harness.js';
import { newId } from '../ids.js';
import { monthOf } from '../limit/spending.repository.js';

const TOKEN = { token_id: 'ak-token9x2f', token_secret: 'as-planted-secret' };
const BODY = { kind: 'modal', label: 'studio-b', ...TOKEN };

let app: TestApp;
let workspaces: FakeWorkspaces;
beforeEach(async () => {
  workspaces = new FakeWorkspaces();
  workspaces.tokens.set(TOKEN.token_id, TOKEN.token_secret);
  app = await startApp({ settings: rentedSettings(), backends: [], createModal: workspaces.create });
});
afterEach(() => app.stop());

const needs = async (): Promise<Need[]> => (await app.call('GET', '/v1/admin/overview')).body.needs;
const needOf = async (kind: string) => (await needs()).find((need) => need.kind === kind);
const add = async (body = BODY) => (await app.call('POST', '/v1/admin/backends', { body })).body;

test('a backend that cools down can be drained at once, one that is drained or disabled be enabled', async () => {
  const { id } = await add();
  expect(await needs()).toEqual([]);
  for (let i = 0; i < 3; i += 1) {
    app.ctx.backends.reportFault(id, { fault: 'out_of_memory', model: PAINT, message: 'CUDA is out of memory.' });
  }
  // What opens a breaker is written into history a little later.
  await expect.poll(async () => (await needOf('backend_cooling'))?.since).toEqual(expect.any(String));
  const cooling = await needOf('backend_cooling');
  expect(cooling).toMatchObject({
    id: `backend:${id}`,
    target: { kind: 'backend', id },
    verbs: ['drain', 'enable', 'see'],
    since: expect.any(String),
    until: expect.any(String),
  });
  expect(cooling?.title).toMatch(/"studio-b" is cooling down \(out of memory × \d/);
  expect(cooling?.detail).toContain('CUDA is out of memory.');
  for (let i = 0; i < 3; i += 1) {
    app.ctx.backends.reportFault(id, { fault: 'credentials', model: PAINT, message: 'The token was refused.' });
  }
  expect(await needOf('backend_credentials')).toMatchObject({ severity: 'bad', verbs: ['rotate', 'drain', 'see'] });
  await app.call('POST', `/v1/admin/backends/${id}/drain`);
  // With nothing in flight it is drained at once, and then disabled.
  await expect.poll(() => needOf('backend_disabled')).toBeDefined();
  const drained = await needOf('backend_disabled');
  expect(drained).toMatchObject({ severity: 'info', verbs: ['enable', 'see'], since: expect.any(String) });
  await app.call('POST', `/v1/admin/backends/${id}/enable`);
  expect(await needs()).toEqual([]);
});

test('a token that is refused and a workspace that does not answer are told as such', async () => {
  await add({ ...BODY, label: 'refused', token_id: 'ak-another7k3m' });
  workspaces.reachable = false;
  await add();
  const found = await needs();
  expect(found.map(({ kind, severity }) => [kind, severity]).sort()).toEqual([
    ['backend_credentials', 'bad'],
    ['backend_unreachable', 'bad'],
  ]);
});

test('tasks that wait for a model that nothing runs are told of', async () => {
  const { id } = await add();
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true } });
  await app.create();
  await app.call('POST', `/v1/admin/backends/${id}/disable`);
  expect((await needs()).map(({ kind }) => kind)).toEqual([
    'model_without_backend',
    'dispatch_paused',
    'backend_disabled',
  ]);
  expect(await needOf('model_without_backend')).toMatchObject({
    target: { kind: 'model', id: PAINT },
    severity: 'bad',
  });
});

test('a deployment that failed, budgets nearly spent and webhooks that fail', async () => {
  const { id } = await add();
  const at = new Date().toISOString();
  const owner_id = app.ctx.local_owner_id;
  const deploy = { id: newId('deploy'), backend_id: id, app_name: 'easel-1', deployment: '{"models":{}}', log: '' };
  const hook = {
    owner_id,
    description: '',
    events: '[]',
    secret: '',
    hint: '',
    enabled: 1,
    created_at: at,
    updated_at: at,
  };
  const none = { previous_secret: null, previous_until: null, rotated_at: null, deleted_at: null };
  const failing = { id: newId('hook'), url: 'https://a.test/x', disabled_reason: null, failing_since: at };
  const off = {
    id: newId('hook'),
    url: 'https://b.test/x',
    disabled_reason: 'It failed for three days.',
    failing_since: at,
  };
  const fine = { id: newId('hook'), url: 'https://c.test/x', disabled_reason: null, failing_since: null };
  const spent = { scope: 'user' as const, scope_id: owner_id, month: monthOf(at), reserved_microusd: 300_000 };
  await app.ctx.store.write(async ({ db }) => {
    const failed = { ...deploy, state: 'failed', started_at: at, finished_at: at, error: 'The image cannot be built.' };
    await db.insertInto('deploys').values(failed).execute();
    await db
      .insertInto('webhooks')
      .values([
        { ...hook, ...none, ...failing },
        { ...hook, ...none, ...off, enabled: 0 },
        { ...hook, ...none, ...fine },
      ])
      .execute();
    await db.updateTable('users').set({ budget_microusd: 1_000_000 }).where('id', '=', owner_id).execute();
    await db
      .insertInto('spending')
      .values({ ...spent, settled_microusd: 499_000 })
      .execute();
  });
  const before = await needs();
  expect(before.map(({ kind }) => kind).sort()).toEqual(['deploy_failed', 'webhook_disabled', 'webhook_failing']);
  await app.ctx.store.write(({ db }) => db.updateTable('spending').set({ settled_microusd: 500_000 }).execute());
  const near = await needOf('budget_near');
  expect(near).toMatchObject({ severity: 'warn', target: { kind: 'user', id: owner_id }, verbs: ['raise', 'see'] });
  expect(near?.title).toContain('$0.20 left');
  await app.ctx.store.write(({ db }) => db.updateTable('spending').set({ settled_microusd: 700_000 }).execute());
  expect(await needOf('budget_near')).toMatchObject({ severity: 'bad' });
  expect(await needOf('deploy_failed')).toMatchObject({ target: { kind: 'backend', id }, verbs: ['deploy', 'see'] });
  expect(await needOf('webhook_failing')).toMatchObject({ target: { kind: 'webhook', id: failing.id } });
  expect(await needOf('webhook_disabled')).toMatchObject({
    detail: 'It failed for three days.',
    verbs: ['enable', 'see'],
  });
});

test('an audit log that is not the one that was signed is the worst of all', async () => {
  await add();
  const head = await app.ctx.audit.heads.sign();
  expect(await needOf('audit_broken')).toBe(undefined);
  const db = new Sqlite(join(app.ctx.config.data_dir, 'easel.db'));
  db.prepare('update audit set hash = ? where seq = ?').run('0'.repeat(64), head?.seq);
  db.close();
  expect((await needs())[0]).toMatchObject({
    kind: 'audit_broken',
    severity: 'bad',
    target: { kind: 'audit', id: null },
  });
});
