import { afterEach, expect, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { FILM, PAINT, SKETCH, startApp, type TestApp } from '../../test/harness.js';

let app: TestApp;
afterEach(() => app.stop());

const models = async () => (await app.call('GET', '/v1/admin/models')).body.items;
const turn = (id: string, what: 'enable' | 'disable') => app.call('POST', `/v1/admin/models/${id}/${what}`);

test('a model that is switched off takes no new tasks, carries out what it has, and stays off over a restart', async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true } });
  const waiting = await app.create();
  const off = await turn(PAINT, 'disable');
  expect(off.body).toMatchObject({
    id: PAINT,
    enabled: false,
    pending: 1,
    switched: { by: { id: app.ctx.local_owner_id } },
  });
  const body = { model: PAINT, input: { prompt: 'a hill' } };
  const refused = await app.call('POST', '/v1/tasks', { body });
  expect([refused.status, refused.body.code]).toEqual([409, 'model_disabled']);
  expect(refused.body.detail).toContain('Choose another model');
  expect((await app.call('GET', `/v1/models/${PAINT}`)).body.enabled).toBe(false);
  expect((await app.call('GET', `/v1/models/${SKETCH}`)).body.enabled).toBe(true);
  const needs = (await app.call('GET', '/v1/admin/overview')).body.needs;
  expect(needs.map((need: { id: string }) => need.id)).toEqual(['dispatch', `model_disabled:${PAINT}`]);
  expect(needs[1]).toMatchObject({ severity: 'info', target: { kind: 'model', id: PAINT }, verbs: ['enable', 'see'] });
  expect(needs[1].detail).toContain('will be carried out');
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: false } });
  expect((await app.ended(waiting.id)).status).toBe('done');
  await turn(PAINT, 'disable');
  const dir = await app.copyAsKilled();
  await app.stop();
  app = await startApp({ dir, backend: new FakeBackend().always({}) });
  expect((await app.call('POST', '/v1/tasks', { body })).body.code).toBe('model_disabled');
  expect((await turn(PAINT, 'enable')).body.enabled).toBe(true);
  await app.ended((await app.create()).id);
  const log = (await app.call('GET', `/v1/admin/audit?target_id=${PAINT}`)).body.items;
  expect(log.map((entry: { action: string; after: unknown }) => [entry.action, entry.after])).toEqual([
    ['model.enable', { enabled: true }],
    ['model.disable', { enabled: false }],
  ]);
  expect((await turn('no-such', 'disable')).body.code).toBe('model_not_found');
});

test('says of each model where it runs and how it fared', async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  await app.ended((await app.create()).id);
  const found = await models();
  expect(found.map((model: { id: string }) => model.id).sort()).toEqual([FILM, PAINT, SKETCH].sort());
  const paint = found.find((model: { id: string }) => model.id === PAINT);
  expect(paint).toMatchObject({ enabled: true, switched: null, ended_24h: 1, failed_24h: 0, pending: 0 });
  expect(paint.measured.samples).toBe(1);
});
