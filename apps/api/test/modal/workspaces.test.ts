import { type Emulator, startEmulator, type Workspace } from '@easel/modal-emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deployWorker } from '../../dev-modal/emulated-worker.js';
import { createResultsStore } from '../../dev-modal/results-store.js';
import { expectedDeployment } from '../../src/backend/deploy/deployment.js';
import { createModalBackend } from '../../src/backend/modal/modal-backend.js';
import { readConfig } from '../../src/config.js';
import { PAINT, rentedSettings, startApp, type TestApp } from '../harness.js';
import { QUICK } from './modal-world.js';

const TOKEN = { token_id: 'ak-checked9x2f', token_secret: 'as-right' };
const LIST = '/v1/admin/backends';

let emulator: Emulator;
let workspace: Workspace;
let app: TestApp;
beforeEach(async () => {
  emulator = await startEmulator();
  workspace = emulator.workspace(TOKEN.token_id);
  workspace.accept(TOKEN.token_secret);
  app = await startApp({
    settings: rentedSettings(),
    backends: [],
    config: { modal: { ...readConfig({}).modal, server_url: emulator.url } },
    createModal: (options) => createModalBackend({ ...options, timings: QUICK }),
  });
});
afterEach(async () => {
  await app.stop();
  await emulator.stop();
});

const add = async (body: object = {}) =>
  (await app.call('POST', LIST, { body: { kind: 'modal', label: 'Studio', ...TOKEN, ...body } })).body;
const check = async (id: string) => (await app.call('POST', `${LIST}/${id}/check`)).body;
const get = async (id: string) => (await app.call('GET', `${LIST}/${id}`)).body;

/** Deploys what is due, under its own name, beside the API's back. */
async function deploy(id: string): Promise<void> {
  const { app_name, worker_version, models } = await expectedDeployment(app.ctx, { environment: null, models: null });
  const pinned = Object.entries(models).map(([model, rest]) => [model, { ...rest, revision: 'c0ffee' }]);
  const run = () => Promise.reject(new Error('nothing is run here'));
  deployWorker(workspace, app_name, {
    worker_version,
    models: Object.fromEntries(pinned),
    results: createResultsStore(),
    run,
    cold_start_ms: 0,
    load_ms: 0,
  });
  await app.ctx.store.write((tx) => tx.db.updateTable('backends').set({ app_name }).where('id', '=', id).execute());
  app.ctx.modals.get(id)?.update({ app_name });
}

test('a check tells a right token from a wrong one', async () => {
  expect(await add()).toMatchObject({
    state: 'ready',
    last_check: { credentials: 'valid', latency_ms: expect.any(Number) },
  });
  const wrong = await add({ environment: 'main', token_secret: 'as-wrong' });
  expect(wrong).toMatchObject({ state: 'credentials_invalid', last_check: { credentials: 'invalid' } });
  expect(wrong.last_check.problems.join()).not.toContain('as-wrong');
});

test('a check finds what is deployed, with its commits', async () => {
  const { id } = await add();
  await deploy(id);
  const found = await check(id);
  expect(found).toMatchObject({ ok: true, problems: [] });
  expect(found.models[0]).toMatchObject({ model: PAINT, state: 'deployed', revision: 'c0ffee' });
  expect((await app.call('GET', `/v1/admin/route?model=${PAINT}`)).body.chosen.backend_id).toBe(id);
  const load = await app.call('GET', `${LIST}/${id}/load`);
  expect(load.body.items[0]).toEqual({ model: PAINT, containers: 0, backlog: 0, in_flight: 0, problem: null });
});

test('a revoked token and a silent platform are seen, and seen to be over', async () => {
  const { id } = await add();
  await deploy(id);
  expect((await check(id)).ok).toBe(true);
  workspace.revoke();
  expect((await check(id)).credentials).toBe('invalid');
  expect((await get(id)).state).toBe('credentials_invalid');
  workspace.restore();
  expect((await check(id)).ok).toBe(true);
  expect(await get(id)).toMatchObject({ state: 'ready', breakers: [] });
  workspace.down();
  expect((await check(id)).credentials).toBe('unknown');
  expect((await get(id)).state).toBe('unreachable');
  workspace.up();
  expect((await check(id)).ok).toBe(true);
  expect((await get(id)).state).toBe('ready');
});

test('other credentials are asked for at Modal before they are used', async () => {
  const { id } = await add();
  const refused = await app.call('PUT', `${LIST}/${id}/credentials`, { body: { ...TOKEN, token_secret: 'as-wrong' } });
  expect(refused.status).toBe(409);
  workspace.accept('as-newer');
  const body = { ...TOKEN, token_secret: 'as-newer' };
  expect((await app.call('PUT', `${LIST}/${id}/credentials`, { body })).body.state).toBe('ready');
  expect((await check(id)).credentials).toBe('valid');
});

test('the autoscaler keeps a container warm, and lets it go again', async () => {
  const { id } = await add();
  await deploy(id);
  const change = (body: object) => app.call('PATCH', `${LIST}/${id}/models/${PAINT}/autoscaler`, { body });
  const kept = () => workspace.containers().filter(({ function: name }) => name.includes('Model_')).length;
  expect((await change({ min_containers: 1, scaledown_s: 2 })).status).toBe(200);
  await expect.poll(kept, { timeout: 60_000 }).toBe(1);
  const [load] = (await app.call('GET', `${LIST}/${id}/load`)).body.items;
  expect(load).toMatchObject({ model: PAINT, containers: 1, backlog: 0 });
  expect((await change({ min_containers: 0 })).status).toBe(200);
  await expect.poll(kept, { timeout: 60_000 }).toBe(0);
});
