import { Backend, BackendEvent } from '@easel/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectedDeployment } from '../src/backend/deploy/deployment.js';
import { described, FakeWorkspaces } from './fake-modal.js';
import { FILM, PAINT, rentedSettings, type StartOptions, startApp, type TestApp } from './harness.js';

const TOKEN = { token_id: 'ak-first9x2f', token_secret: 'as-first-secret' };
const OTHER = { token_id: 'ak-other7k3m', token_secret: 'as-other-secret' };
const BODY = { kind: 'modal', label: 'Studio', ...TOKEN };
const LIST = '/v1/admin/backends';

let workspaces: FakeWorkspaces;
let app: TestApp;
const start = (options: StartOptions = {}) =>
  startApp({ settings: rentedSettings(), backends: [], createModal: workspaces.create, ...options });
beforeEach(async () => {
  workspaces = new FakeWorkspaces();
  workspaces.tokens.set(TOKEN.token_id, TOKEN.token_secret);
  app = await start();
});
afterEach(() => app.stop());

const add = async (body: object = {}): Promise<Backend> => {
  const answer = await app.call('POST', LIST, { body: { ...BODY, ...body } });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return Backend.parse(answer.body);
};
const get = async (id: string) => Backend.parse((await app.call('GET', `${LIST}/${id}`)).body);
const kinds = async (id: string) => {
  const { body } = await app.call('GET', `${LIST}/${id}/history?limit=100`);
  return body.items.map((item: unknown) => BackendEvent.parse(item).kind).reverse();
};
/** Adds a workspace on which all models are deployed as they should be. */
async function addDeployed(body: object = {}): Promise<Backend> {
  const deployment = await expectedDeployment(app.ctx, { environment: null, models: null });
  workspaces.describe = (name) => (name === deployment.app_name ? described(deployment) : null);
  const { id } = await add(body);
  const { app_name } = deployment;
  await app.ctx.store.write((tx) => tx.db.updateTable('backends').set({ app_name }).where('id', '=', id).execute());
  workspaces.of(id).update({ app_name });
  await app.call('POST', `${LIST}/${id}/check`);
  return get(id);
}
/** Begins an attempt that runs until it is let go. */
async function occupy(id: string): Promise<{ task: string; letGo: () => void }> {
  const gate = Promise.withResolvers<void>();
  workspaces.of(id).plan({ steps: [{ wait: gate.promise }] });
  const task = await app.create();
  await app.until(task.id, ({ status }) => status === 'processing');
  return { task: task.id, letGo: gate.resolve };
}

test('a workspace is added, checked, and shown without its secret', async () => {
  const made = await add({ environment: 'main', weight: 3, models: [PAINT] });
  expect(made).toMatchObject({ kind: 'modal', label: 'Studio', environment: 'main', weight: 3, models: [PAINT] });
  expect(made).toMatchObject({ state: 'ready', token_hint: 'ak-…9x2f', enabled: true, in_flight: 0, unknown: 0 });
  expect(made.last_check).toMatchObject({
    credentials: 'valid',
    ok: false,
    models: [{ model: PAINT, state: 'missing' }],
  });
  expect(await kinds(made.id)).toEqual(['added', 'check_failed']);
  expect((await app.call('GET', LIST)).body.items).toEqual([made]);
});

test('the same token in the same environment is refused, another environment is not', async () => {
  const first = await add();
  const again = await app.call('POST', LIST, { body: { ...BODY, label: 'Twice' } });
  expect([again.status, again.body.code]).toEqual([409, 'conflict']);
  expect(again.body.detail).toContain(first.id);
  expect((await add({ environment: 'dev' })).id).not.toBe(first.id);
});

test('a workspace that does not take the token, or does not answer, is there all the same', async () => {
  expect((await add(OTHER)).state).toBe('credentials_invalid');
  workspaces.reachable = false;
  expect((await add()).state).toBe('unreachable');
});

test('the same key makes one backend; another body with it is refused', async () => {
  const headers = { 'idempotency-key': 'k1' };
  const first = await app.call('POST', LIST, { body: BODY, headers });
  const second = await app.call('POST', LIST, { body: BODY, headers });
  expect([second.status, second.body.id, second.headers['idempotency-replayed']]).toEqual([201, first.body.id, 'true']);
  const other = await app.call('POST', LIST, { body: { ...BODY, token_secret: 'as-another' }, headers });
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_conflict']);
});

test('refused credentials change nothing; accepted ones are used at once', async () => {
  const { id } = await add();
  const refused = await app.call('PUT', `${LIST}/${id}/credentials`, { body: OTHER });
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringMatching(/refuses the token.*stay in use/)]);
  expect((await get(id)).token_hint).toBe('ak-…9x2f');
  expect(workspaces.of(id).credentials).toEqual(TOKEN);
  workspaces.tokens.set(OTHER.token_id, OTHER.token_secret);
  const rotated = await app.call('PUT', `${LIST}/${id}/credentials`, { body: OTHER });
  expect([rotated.status, rotated.body.token_hint]).toEqual([200, 'ak-…7k3m']);
  expect(workspaces.of(id).credentials).toEqual(OTHER);
  expect(await kinds(id)).toContain('credentials_changed');
});

test('a token of another workspace is refused while work is there that it would not find', async () => {
  const { id, app_name } = await addDeployed();
  const { task, letGo } = await occupy(id);
  workspaces.tokens.set(OTHER.token_id, OTHER.token_secret);
  const { describe } = workspaces;
  workspaces.describe = () => null;
  const refused = await app.call('PUT', `${LIST}/${id}/credentials`, { body: OTHER });
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining(`${app_name} does not answer`)]);
  expect(workspaces.of(id).credentials).toEqual(TOKEN);
  workspaces.describe = describe;
  expect((await app.call('PUT', `${LIST}/${id}/credentials`, { body: OTHER })).status).toBe(200);
  letGo();
  expect((await app.ended(task)).status).toBe('done');
});

test('a token that another backend has is not taken twice', async () => {
  const { id } = await add();
  workspaces.tokens.set(OTHER.token_id, OTHER.token_secret);
  const other = await add(OTHER);
  const twice = await app.call('PUT', `${LIST}/${other.id}/credentials`, { body: TOKEN });
  expect([twice.status, twice.body.detail]).toEqual([409, expect.stringContaining(id)]);
});

test('a workspace that never answers checks gets no work until one passes', async () => {
  const { id } = await addDeployed();
  workspaces.reachable = false;
  for (let i = 0; i < 3; i += 1) await app.call('POST', `${LIST}/${id}/check`);
  const route = await app.call('GET', `/v1/admin/route?model=${PAINT}`);
  expect(route.body).toMatchObject({ chosen: null, candidates: [{ obstacles: [{ code: 'unreachable' }] }] });
  workspaces.reachable = true;
  await app.call('POST', `${LIST}/${id}/check`);
  expect(await get(id)).toMatchObject({ state: 'ready', breakers: [] });
});

test('label, weight and models can be changed; models must be known', async () => {
  const { id } = await addDeployed();
  const body = { label: 'Atelier', weight: 7, models: [FILM] };
  expect((await app.call('PATCH', `${LIST}/${id}`, { body })).body).toMatchObject(body);
  expect(app.ctx.backends.get(id)?.label).toBe('Atelier');
  expect((await app.call('POST', '/v1/tasks', { body: { model: PAINT, input: { prompt: 'x' } } })).status).toBe(409);
  const unknown = await app.call('PATCH', `${LIST}/${id}`, { body: { models: ['nothing'] } });
  expect([unknown.status, unknown.body.errors[0].path]).toEqual([400, 'models']);
});

test('work goes to a workspace once a check has found its models there', async () => {
  const { id, state, last_check } = await addDeployed();
  expect([state, last_check?.ok]).toEqual(['ready', true]);
  workspaces.of(id).plan({});
  const task = await app.ended((await app.create()).id);
  expect(task.status).toBe('done');
  const calls = await app.call('GET', `/v1/admin/calls?backend_id=${id}&state=succeeded,unknown`);
  expect(calls.body.items).toMatchObject([{ task_id: task.id, backend_id: id, state: 'succeeded', model: PAINT }]);
  expect((await app.call('GET', '/v1/admin/calls?state=unknown')).body.items).toEqual([]);
});

test('a backend with work cannot be deleted; without any it is gone, its history and erased secret stay', async () => {
  const { id } = await addDeployed();
  const { task, letGo } = await occupy(id);
  const busy = await app.call('DELETE', `${LIST}/${id}`);
  expect([busy.status, busy.body.code]).toEqual([409, 'conflict']);
  letGo();
  await app.ended(task);
  expect((await app.call('DELETE', `${LIST}/${id}`)).status).toBe(204);
  expect((await app.call('GET', `${LIST}/${id}`)).body.code).toBe('backend_not_found');
  expect(app.ctx.backends.get(id)).toBeUndefined();
  const row = await app.ctx.store.read.selectFrom('backends').selectAll().executeTakeFirstOrThrow();
  expect([row.credentials, row.deleted_at]).toEqual(['', expect.any(String)]);
  expect((await add()).id).not.toBe(id);
});

test('draining finishes what is there, takes nothing new, and ends disabled', async () => {
  const { id } = await addDeployed();
  const { task, letGo } = await occupy(id);
  const draining = await app.call('POST', `${LIST}/${id}/drain`);
  expect(draining.body).toMatchObject({ state: 'draining', draining: true, in_flight: 1 });
  const waiting = await app.create();
  const why = await app.call('GET', `/v1/admin/route?task_id=${waiting.id}`);
  expect(why.body).toMatchObject({ chosen: null, candidates: [{ obstacles: [{ code: 'draining' }] }] });
  letGo();
  await app.ended(task);
  await expect.poll(async () => (await get(id)).state).toBe('disabled');
  expect((await kinds(id)).slice(-2)).toEqual(['drain_started', 'drained']);
  workspaces.of(id).plan({});
  expect((await app.call('POST', `${LIST}/${id}/enable`)).body.state).toBe('ready');
  expect((await app.ended(waiting.id)).status).toBe('done');
});

test('disabling twice is written down once; enabling closes breakers', async () => {
  const { id } = await addDeployed();
  const fault = { fault: 'throttled', model: PAINT, message: 'too many', retry_after_ms: 60_000 } as const;
  app.ctx.backends.reportFault(id, fault);
  expect((await get(id)).state).toBe('cooling');
  for (const turn of ['disable', 'disable', 'enable']) await app.call('POST', `${LIST}/${id}/${turn}`);
  expect(await get(id)).toMatchObject({ state: 'ready', breakers: [] });
  await expect
    .poll(() => kinds(id))
    .toEqual(['added', 'check_failed', 'check_passed', 'breaker_opened', 'disabled', 'enabled', 'breaker_closed']);
});

test('containers and waiting inputs are asked of the platform; the autoscaler takes changes', async () => {
  const { id } = await addDeployed();
  const load = await app.call('GET', `${LIST}/${id}/load`);
  expect(load.body.items[0]).toEqual({ model: PAINT, containers: 2, backlog: 3, in_flight: 0, problem: null });
  const path = `${LIST}/${id}/models/${PAINT}/autoscaler`;
  expect((await app.call('PATCH', path, { body: { min_containers: 1 } })).status).toBe(200);
  expect(workspaces.autoscaled).toEqual([{ model: PAINT, patch: { min_containers: 1 } }]);
  workspaces.reachable = false;
  expect((await app.call('GET', `${LIST}/${id}/load`)).body.items[0].problem).toBe('Modal does not answer.');
  expect((await app.call('PATCH', path, { body: { min_containers: 1 } })).status).toBe(409);
});

test('a pause of dispatch holds new tasks and is told with its time', async () => {
  const { id } = await addDeployed();
  workspaces.of(id).plan({});
  const paused = await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true } });
  expect(paused.body).toEqual({ paused: true, changed_at: expect.any(String) });
  const task = await app.create();
  const why = await app.call('GET', `/v1/admin/route?task_id=${task.id}`);
  expect([why.body.dispatch_paused, why.body.waiting_because]).toEqual([true, expect.stringContaining('paused')]);
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: false } });
  expect((await app.ended(task.id)).status).toBe('done');
});

test('pages of backends and of history follow one another', async () => {
  const ids: string[] = [];
  for (const environment of ['a', 'b', 'c']) ids.unshift((await add({ environment })).id);
  const first = await app.call('GET', `${LIST}?limit=2`);
  const second = await app.call('GET', `${LIST}?limit=2&cursor=${first.body.next_cursor}`);
  const listed = [...first.body.items, ...second.body.items].map((item: Backend) => item.id);
  expect([listed, second.body.next_cursor]).toEqual([ids, null]);
  const newest = await app.call('GET', `${LIST}/${ids[0]}/history?limit=1`);
  const older = await app.call('GET', `${LIST}/${ids[0]}/history?limit=1&cursor=${newest.body.next_cursor}`);
  expect([newest.body.items[0].kind, older.body.items[0].kind]).toEqual(['check_failed', 'added']);
});
