import { rm } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { workerError } from './fake-backend.js';
import { IMPATIENT, rentedSettings, type StartOptions, startApp, type TestApp } from './harness.js';
import { RentedFake } from './rented-fake.js';

const apps: TestApp[] = [];
const start = async (options: StartOptions & { backend: RentedFake }) => {
  const started = await startApp({ settings: rentedSettings(), config: { patience: IMPATIENT }, ...options });
  apps.push(started);
  return started;
};
afterEach(async () => {
  for (const app of apps.splice(0).reverse()) await app.stop();
});

const gate = () => Promise.withResolvers<void>();
const cancel = (app: TestApp, id: string) => app.call('POST', `/v1/tasks/${id}/cancel`);
const attemptsOf = async ({ call }: TestApp, id: string) => (await call('GET', `/v1/tasks/${id}/attempts`)).body.items;
const rowOf = ({ ctx }: TestApp, id: string) =>
  ctx.store.read.selectFrom('attempts').selectAll().where('task_id', '=', id).executeTakeFirstOrThrow();

test('a cancellation that is confirmed ends the attempt', async () => {
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { wait: gate().promise }],
    cancel: 'stops',
    facts: { billed_s: 10 },
  });
  const app = await start({ backend });
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  await cancel(app, id);
  expect(await app.ended(id)).toMatchObject({ status: 'cancelled', cost_microusd: 2000 });
  expect(await rowOf(app, id)).toMatchObject({ state: 'cancelled', late_until: null });
});

test('one that is not confirmed in time ends the task; the attempt is asked again, and its result is kept', async () => {
  const done = gate();
  const backend = new RentedFake().plan({
    steps: [{ output: 1 }, { stage: 'running' }, { wait: done.promise }],
    cancel: 'too_late',
    facts: { billed_s: 4 },
  });
  const app = await start({ backend });
  const { id } = await app.create({ count: 2 });
  await app.until(id, (task) => task.stage === 'running');
  await cancel(app, id);
  const cancelled = await app.ended(id);
  expect(cancelled).toMatchObject({ status: 'cancelled', late_outputs: [], cost_microusd: 0 });
  expect(cancelled.outputs.map(({ index }) => index)).toEqual([1]);
  const { backends } = app.ctx;
  expect([backends.inFlight('rented'), backends.inFlight('rented', cancelled.model)]).toEqual([1, 0]);
  await expect.poll(() => backend.cancels.length, { timeout: 10_000 }).toBeGreaterThan(2);
  done.resolve();
  const late = await app.until(id, (task) => task.late_outputs.length > 0);
  expect(late).toMatchObject({ status: 'cancelled', cost_microusd: 800 });
  // What had been kept before does not come twice.
  expect([late.outputs, late.late_outputs].map((list) => list.map(({ index }) => index))).toEqual([[1], [0]]);
  expect(late.version).toBeGreaterThan(cancelled.version);
  expect(await rowOf(app, id)).toMatchObject({ state: 'cancelled', late_until: null, cost_microusd: 800 });
});

test('out of sight, a cancellation is not waited for; found again, the attempt is stopped', async () => {
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { wait: gate().promise }],
    cancel: 'stops',
  });
  const app = await start({ backend });
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  backend.cutLine();
  await expect.poll(async () => (await rowOf(app, id)).state, { timeout: 10_000 }).toBe('unknown');
  await cancel(app, id);
  expect((await app.ended(id)).status).toBe('cancelled');
  expect((await rowOf(app, id)).late_until).not.toBeNull();
  backend.mendLine();
  await expect.poll(async () => (await rowOf(app, id)).late_until, { timeout: 10_000 }).toBeNull();
  expect(backend.cancels.length).toBeGreaterThan(0);
});

test('cancelled while unknown: it is not handed over again, and stopped if it is there', async () => {
  const backend = new RentedFake().plan(
    { submit: 'lost_request', cut: true },
    { submit: 'lost_reply', cut: true, steps: [{ wait: gate().promise }], cancel: 'stops' },
  );
  const app = await start({ backend });
  for (const runs of [0, 1]) {
    const { id } = await app.create();
    await expect.poll(async () => (await attemptsOf(app, id))[0]?.state, { timeout: 10_000 }).toBe('unknown');
    await cancel(app, id);
    backend.mendLine();
    expect((await app.ended(id)).status).toBe('cancelled');
    await expect.poll(async () => (await rowOf(app, id)).late_until, { timeout: 10_000 }).toBeNull();
    expect(backend.executions.size).toBe(runs);
  }
});

test('the watch for a late result goes on in the next process', async () => {
  const done = gate();
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { wait: done.promise }],
    cancel: 'too_late',
  });
  const first = await start({ backend });
  const { id } = await first.create();
  await first.until(id, (task) => task.stage === 'running');
  await cancel(first, id);
  await first.ended(id);
  const dir = await first.copyAsKilled();
  await first.stop({ backend_goes_on: true });
  const second = await start({ backend, dir });
  done.resolve();
  expect(await second.until(id, (task) => task.late_outputs.length > 0)).toMatchObject({ status: 'cancelled' });
  await second.stop();
  await rm(dir, { recursive: true });
});

test('a cancellation asked for before a restart is asked for again after it', async () => {
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { wait: gate().promise }],
    cancel: 'stops',
  });
  const first = await start({ backend });
  const { id } = await first.create();
  await first.until(id, (task) => task.stage === 'running');
  await first.ctx.store.write((tx) =>
    tx.db.updateTable('tasks').set({ cancel_requested_at: new Date().toISOString() }).where('id', '=', id).execute(),
  );
  const dir = await first.copyAsKilled();
  await first.stop({ backend_goes_on: true });
  const patience = { ...IMPATIENT, ask_again_ms: 600_000, cancel_confirm_ms: 600_000 };
  const second = await start({ backend, dir, config: { patience } });
  expect((await second.ended(id)).status).toBe('cancelled');
  expect(await rowOf(second, id)).toMatchObject({ state: 'cancelled', late_until: null });
  await second.stop();
  await rm(dir, { recursive: true });
});

test('the watch ends when its time is up', async () => {
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { wait: gate().promise }],
    cancel: 'too_late',
  });
  const app = await start({ backend, config: { patience: { ...IMPATIENT, late_ms: 100 } } });
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  await cancel(app, id);
  await app.ended(id);
  await expect.poll(async () => (await rowOf(app, id)).late_until, { timeout: 10_000 }).toBeNull();
  await expect.poll(() => app.ctx.backends.inFlight('rented')).toBe(0);
});

test('the result of a task that was deleted meanwhile is deleted with it', async () => {
  const done = gate();
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { wait: done.promise }],
    cancel: 'too_late',
  });
  const app = await start({ backend });
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  await app.call('DELETE', `/v1/tasks/${id}`);
  await expect.poll(async () => (await rowOf(app, id)).late_until, { timeout: 10_000 }).not.toBeNull();
  done.resolve();
  await expect.poll(async () => (await rowOf(app, id)).late_until, { timeout: 10_000 }).toBeNull();
  expect((await app.call('GET', '/v1/assets')).body.items).toEqual([]);
  const back = await app.call('POST', `/v1/tasks/${id}/restore`);
  expect(back.body.late_outputs).toHaveLength(1);
});

test('a result whose bytes cannot be read at present is waited for, not made again', async () => {
  const done = gate();
  const backend = new RentedFake().plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const app = await start({ backend });
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  const fetch = backend.fetch.bind(backend);
  let failures = 3;
  backend.fetch = async function* (ref, index, part) {
    failures -= 1;
    if (failures >= 0) throw new Error('the line is cut');
    yield* fetch(ref, index, part);
  };
  done.resolve();
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect([...backend.executions.values()]).toEqual([1]);
});

test('bytes other than announced are an unusable output, and cost what they cost', async () => {
  const backend = new RentedFake().plan(
    { facts: { billed_s: 5 }, bytes: Buffer.from('not a picture') },
    { facts: { billed_s: 7, deploy_hash: 'abc' } },
  );
  const app = await start({ backend });
  const done = await app.ended((await app.create()).id);
  expect(done).toMatchObject({ status: 'done', attempt: 2, cost_microusd: 2400 });
  const [good, bad] = await attemptsOf(app, done.id);
  expect([bad.error.code, bad.cost_microusd]).toEqual(['invalid_output', 1000]);
  expect([good.deploy_hash, good.cost_microusd]).toEqual(['abc', 1400]);
  expect(app.ctx.backends.breakers('rented')).toEqual([]);
});

test('what the platform and the worker said of a failure is kept for operators', async () => {
  const platform = {
    status: 'FAILURE',
    retry_count: 2,
    input_started_at: null,
    output_created_at: null,
    traceback: 'line 1',
  };
  const backend = new RentedFake().plan({
    end: { error: workerError('out_of_memory', false, 'too large') },
    facts: { fault: 'out_of_memory', billed_s: 3, platform },
  });
  const app = await start({ backend });
  const { id } = await app.create();
  expect(await app.ended(id)).toMatchObject({ status: 'failed', error: { code: 'out_of_memory' }, cost_microusd: 600 });
  const row = await rowOf(app, id);
  expect(row.error_detail).toBe('detail for the log');
  expect(JSON.parse(row.platform ?? '')).toEqual(platform);
  expect(app.ctx.backends.breakers('rented')).toMatchObject([{ fault: 'out_of_memory', failures: 1, open: false }]);
});

test('an attempt that never ran is not counted', async () => {
  const backend = new RentedFake().plan(
    { end: { error: workerError('model_error', true, 'wrong version') }, facts: { never_ran: true } },
    {},
  );
  const app = await start({ backend });
  expect(await app.ended((await app.create()).id)).toMatchObject({ status: 'done', attempt: 1 });
});
