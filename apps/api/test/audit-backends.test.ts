import { AuditEntry } from '@easel/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { FakeWorkspaces } from './fake-modal.js';
import { PAINT, rentedSettings, startApp, type TestApp } from './harness.js';

const TOKEN = { token_id: 'ak-first9x2f', token_secret: 'as-first-secret' };
const OTHER = { token_id: 'ak-other7k3m', token_secret: 'as-other-secret' };
const LIST = '/v1/admin/backends';

let workspaces: FakeWorkspaces;
let app: TestApp;
let id: string;
beforeEach(async () => {
  workspaces = new FakeWorkspaces();
  workspaces.tokens.set(TOKEN.token_id, TOKEN.token_secret);
  app = await startApp({ settings: rentedSettings(), backends: [], createModal: workspaces.create });
  id = (await app.call('POST', LIST, { body: { kind: 'modal', label: 'Studio', weight: 3, ...TOKEN } })).body.id;
});
afterEach(() => app.stop());

async function told(): Promise<AuditEntry[]> {
  const { items } = (await app.call('GET', `/v1/admin/audit?limit=100&target_id=${id}`)).body;
  return z.array(AuditEntry).parse(items).toReversed();
}

test('of a change are kept the parts that differ, before and after', async () => {
  await app.call('PATCH', `${LIST}/${id}`, { body: { weight: 5, label: 'Studio' } });
  await app.call('POST', `${LIST}/${id}/disable`);
  await app.call('POST', `${LIST}/${id}/disable`);
  await app.call('DELETE', `${LIST}/${id}`);
  const [create, change, disable, remove, ...more] = await told();
  expect(more).toEqual([]);
  const whole = { label: 'Studio', weight: 3, enabled: true, token_hint: 'ak-…9x2f' };
  expect(create).toMatchObject({ action: 'backend.create', before: null, after: whole });
  expect(change).toMatchObject({ action: 'backend.change', before: { weight: 3 }, after: { weight: 5 } });
  expect(disable).toMatchObject({ action: 'backend.disable', before: { enabled: true }, after: { enabled: false } });
  expect(disable?.before).toEqual({ enabled: true });
  expect(remove).toMatchObject({ action: 'backend.remove', before: { weight: 5, enabled: false }, after: null });
});

test('no token is in the log, and a rotation tells the hints', async () => {
  workspaces.tokens.set(OTHER.token_id, OTHER.token_secret);
  expect((await app.call('PUT', `${LIST}/${id}/credentials`, { body: OTHER })).status).toBe(200);
  const rotate = (await told()).at(-1);
  expect(rotate).toMatchObject({
    action: 'backend.rotate',
    before: { token_hint: 'ak-…9x2f' },
    after: { token_hint: 'ak-…7k3m' },
  });
  const rows = JSON.stringify(await app.ctx.store.read.selectFrom('audit').selectAll().execute());
  for (const text of Object.values({ ...TOKEN, ...{ a: OTHER.token_id, b: OTHER.token_secret } })) {
    expect(rows).not.toContain(text);
  }
});

test('what a platform did not take is told as failed, with why', async () => {
  expect((await app.call('PUT', `${LIST}/${id}/credentials`, { body: OTHER })).status).toBe(409);
  workspaces.reachable = false;
  const path = `${LIST}/${id}/models/${PAINT}/autoscaler`;
  expect((await app.call('PATCH', path, { body: { min_containers: 1 } })).status).toBe(409);
  const [, rotate, autoscale, ...more] = await told();
  expect(more).toEqual([]);
  expect(rotate).toMatchObject({ action: 'backend.rotate', outcome: 'failed', code: 'conflict' });
  expect(rotate?.after).toEqual({ problem: expect.stringContaining('stay in use') });
  expect(autoscale).toMatchObject({ action: 'backend.autoscale', outcome: 'failed', code: 'conflict' });
});

test('a deployment is told when it begins and when it fails, by who began it', async () => {
  const { body } = await app.call('POST', `${LIST}/${id}/deploys`);
  const deploys = async () => (await told()).filter(({ action }) => action === 'backend.deploy');
  await expect.poll(async () => (await deploys()).length).toBe(2);
  const [begun, failed] = await deploys();
  const actor = { kind: 'local', id: app.ctx.local_owner_id };
  expect(begun).toMatchObject({ actor, outcome: 'ok', after: { deploy_id: body.id, state: 'running' } });
  expect(failed).toMatchObject({ actor, outcome: 'failed', after: { deploy_id: body.id, state: 'failed' } });
  expect(failed?.request_id).toBe(begun?.request_id);
});

test('a change that is undone by its own failure leaves no entry', async () => {
  const before = (await told()).length;
  const work = app.ctx.store.write(async (tx) => {
    await tx.db.updateTable('backends').set({ weight: 9 }).where('id', '=', id).execute();
    const { recordAudit, SYSTEM } = await import('../src/audit/record-audit.js');
    await recordAudit(tx, { ...SYSTEM, action: 'backend.change', target: { kind: 'backend', id } });
    throw new Error('undone');
  });
  await expect(work).rejects.toThrow('undone');
  expect(await told()).toHaveLength(before);
  expect((await app.call('GET', '/v1/admin/audit/verify')).body.ok).toBe(true);
});
