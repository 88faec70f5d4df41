import { rm } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { workerError } from './fake-backend.js';
import { IMPATIENT, PAINT, rentedSettings, type StartOptions, startApp, type TestApp } from './harness.js';
import { RentedFake, type RentedScript } from './rented-fake.js';

const apps: TestApp[] = [];
const start = async (options: StartOptions & { backend: RentedFake }) => {
  const started = await startApp({ settings: rentedSettings(), config: { patience: IMPATIENT }, ...options });
  apps.push(started);
  return started;
};
const dirs: string[] = [];
afterEach(async () => {
  for (const app of apps.splice(0).reverse()) await app.stop();
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true });
});

const attemptsOf = async ({ call }: TestApp, id: string) => (await call('GET', `/v1/tasks/${id}/attempts`)).body.items;
const attemptIs = (app: TestApp, id: string, state: string) =>
  expect.poll(async () => (await attemptsOf(app, id))[0]?.state, { timeout: 10_000 }).toBe(state);
const gate = () => Promise.withResolvers<void>();

/** The next process on the data of one that was killed, with the same rented place. */
async function afterKill(app: TestApp, backend: RentedFake) {
  const dir = await app.copyAsKilled();
  dirs.push(dir);
  await app.stop({ backend_goes_on: true });
  return start({ backend, dir });
}

test('what runs elsewhere is taken up again by the next process: one run, one attempt', async () => {
  const done = gate();
  const backend = new RentedFake().plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const first = await start({ backend });
  const { id } = await first.create();
  await first.until(id, (task) => task.stage === 'running');
  const second = await afterKill(first, backend);
  expect(await second.get(id)).toMatchObject({ status: 'processing', attempt: 1 });
  done.resolve();
  expect(await second.ended(id)).toMatchObject({ status: 'done', attempt: 1, late_outputs: [] });
  const attempts = await attemptsOf(second, id);
  expect(attempts.map((a: { state: string; fencing: number }) => [a.state, a.fencing])).toEqual([['succeeded', 2]]);
  expect([...backend.executions.values()]).toEqual([1]);
});

test('a process that died before it knew the answer asks: begun or not, it runs once', async () => {
  for (const submit of ['lost_reply', 'lost_request'] as const) {
    const backend = new RentedFake().plan({ submit, cut: true });
    const first = await start({ backend });
    const { id } = await first.create();
    await attemptIs(first, id, 'unknown');
    const second = await afterKill(first, backend);
    await attemptIs(second, id, 'unknown');
    backend.mendLine();
    expect(await second.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
    expect([...backend.executions.values()]).toEqual([1]);
  }
});

test('a result that came while no process ran is fetched by the next', async () => {
  const done = gate();
  const backend = new RentedFake().plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const first = await start({ backend });
  const { id } = await first.create();
  await first.until(id, (task) => task.stage === 'running');
  const dir = await first.copyAsKilled();
  dirs.push(dir);
  await first.stop({ backend_goes_on: true });
  done.resolve();
  const second = await start({ backend, dir });
  expect(await second.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
});

test('a clean stop leaves what runs elsewhere as it is', async () => {
  const done = gate();
  const backend = new RentedFake().plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const first = await start({ backend });
  const { id } = await first.create();
  await first.until(id, (task) => task.stage === 'running');
  const begun = performance.now();
  await first.ctx.runner.stop(20_000);
  expect(performance.now() - begun).toBeLessThan(10_000);
  const second = await afterKill(first, backend);
  done.resolve();
  expect(await second.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect((await attemptsOf(second, id)).length).toBe(1);
});

test('an attempt on a backend that was removed meanwhile fails, and its task goes to another', async () => {
  const backend = new RentedFake('old').plan({ steps: [{ stage: 'running' }, { wait: gate().promise }] });
  const first = await start({ backend });
  const { id } = await first.create();
  await first.until(id, (task) => task.stage === 'running');
  const dir = await first.copyAsKilled();
  dirs.push(dir);
  await first.stop({ backend_goes_on: true });
  const second = await start({ backend: new RentedFake('new').plan({}), dir });
  expect(await second.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  const [last, before] = await attemptsOf(second, id);
  expect([before.state, before.error.code, before.backend_id]).toEqual(['failed', 'backend_lost', 'old']);
  expect(last.backend_id).toBe('new');
});

test.each<[string, RentedScript]>([
  ['the reply was lost', { submit: 'lost_reply', cut: true }],
  ['the request was lost', { submit: 'lost_request', cut: true }],
])('when %s the attempt is unknown until it is found, and runs once', async (_what, script) => {
  const backend = new RentedFake().plan(script);
  const app = await start({ backend });
  const { id } = await app.create();
  await attemptIs(app, id, 'unknown');
  const [attempt] = await attemptsOf(app, id);
  expect([attempt.handle, typeof attempt.out_of_sight_since]).toEqual([null, 'string']);
  expect(await app.get(id)).toMatchObject({ status: 'processing', attempt: 1 });
  backend.mendLine();
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect([...backend.executions.values()]).toEqual([1]);
  expect((await attemptsOf(app, id))[0].out_of_sight_since).toBeNull();
});

test('with another connection in its place, an unknown attempt is looked for at once', async () => {
  const backend = new RentedFake().plan({ submit: 'lost_reply', cut: true });
  const patience = { ...IMPATIENT, probe_first_ms: 600_000, probe_max_ms: 600_000 };
  const app = await start({ backend, config: { patience } });
  const { id } = await app.create();
  await attemptIs(app, id, 'unknown');
  backend.mendLine();
  await app.ctx.backends.replace(backend);
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
});

test('out of sight for longer: unknown, and running again with the next sign of life', async () => {
  const done = gate();
  const backend = new RentedFake().plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const app = await start({ backend });
  const { id } = await app.create();
  await attemptIs(app, id, 'running');
  backend.cutLine('credentials');
  await attemptIs(app, id, 'unknown');
  expect(app.ctx.backends.state('rented')).toBe('unreachable');
  expect((await app.get(id)).status).toBe('processing');
  backend.mendLine();
  await attemptIs(app, id, 'running');
  expect((await attemptsOf(app, id))[0].out_of_sight_since).toBeNull();
  expect(app.ctx.backends.state('rented')).toBe('ready');
  done.resolve();
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
});

test('an observation that breaks off, or finds the attempt elsewhere, goes on there', async () => {
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { breaks: true }, { alive: true }, { moved: true }, { progress: 50 }],
  });
  const app = await start({ backend });
  const { id } = await app.create();
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  const [attempt] = await attemptsOf(app, id);
  expect(attempt.handle).toMatch(/-moved$/);
});

test('silence is stale only while the backend is in sight', async () => {
  const settings = rentedSettings();
  settings.limits.stale_after_s.image = 1;
  const done = gate();
  const backend = new RentedFake().plan(
    { steps: [{ stage: 'running' }, { wait: done.promise }] },
    { end: 'hangs', cancel: 'stops' },
  );
  const app = await start({ backend, settings });
  const { id } = await app.create();
  await attemptIs(app, id, 'running');
  backend.cutLine();
  await attemptIs(app, id, 'unknown');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect((await app.get(id)).status).toBe('processing');
  done.resolve();
  backend.mendLine();
  expect((await app.ended(id)).status).toBe('done');
  const silent = await app.create({ count: 1 });
  await attemptIs(app, silent.id, 'failed');
  expect((await attemptsOf(app, silent.id))[0].error.code).toBe('stale');
  await app.call('POST', `/v1/tasks/${silent.id}/cancel`);
});

/** Holds this process still, as SIGSTOP would. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('a process that stood still beyond its lease goes on with what runs elsewhere', async () => {
  const done = gate();
  const backend = new RentedFake().plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const app = await start({ backend, config: { lease_s: 1, patience: IMPATIENT } });
  const { id } = await app.create();
  await attemptIs(app, id, 'running');
  standStill(1500);
  done.resolve();
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1, late_outputs: [] });
  expect((await attemptsOf(app, id)).length).toBe(1);
});

test('a result that comes before the lease is renewed counts: it was paid for', async () => {
  const done = gate();
  const backend = new RentedFake().plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const app = await start({ backend });
  const { id } = await app.create();
  await attemptIs(app, id, 'running');
  const lease_expires_at = new Date(Date.now() - 1000).toISOString();
  await app.ctx.store.write((tx) =>
    tx.db.updateTable('tasks').set({ lease_expires_at }).where('id', '=', id).execute(),
  );
  done.resolve();
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1, late_outputs: [] });
});

test('with a policy, what was unknown for too long is tried elsewhere; its result is kept as late', async () => {
  const settings = rentedSettings();
  settings.limits.unknown_failover_s = 1;
  const lost = new RentedFake('lost').plan({ submit: 'lost_reply', cut: true, cancel: 'too_late' });
  const other = new RentedFake('other').plan({});
  other.ready = false;
  const app = await startApp({ settings, config: { patience: IMPATIENT }, backends: [lost, other] });
  apps.push(app);
  const { id } = await app.create();
  const done = await app.ended(id);
  expect(done).toMatchObject({ status: 'done', attempt: 2, late_outputs: [] });
  const [second, first] = await attemptsOf(app, id);
  expect([first.backend_id, first.error.code, second.backend_id]).toEqual(['lost', 'backend_lost', 'other']);
  lost.mendLine();
  const late = await app.until(id, (task) => task.late_outputs.length > 0);
  expect([late.status, late.outputs.length, late.late_outputs.length]).toEqual(['done', 1, 1]);
  expect([...lost.executions.values()]).toEqual([1]);
});

test('a backend in trouble refuses as often as it likes: the task waits', async () => {
  const refusal: RentedScript = {
    submit: { rejected: workerError('backend_lost', true, 'no answer'), fault: 'unreachable' },
  };
  const backend = new RentedFake().plan(...Array.from({ length: 25 }, () => refusal), {});
  const app = await start({ backend });
  const { id } = await app.create();
  const closing = setInterval(() => {
    app.ctx.backends.closeBreakers('rented');
    app.ctx.runner.wake();
  }, 5);
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  clearInterval(closing);
  expect(backend.jobs).toHaveLength(26);
});

test('a refusal costs no attempt; the 21st in a row fails with its error', async () => {
  const refusal: RentedScript = { submit: { rejected: workerError('start_timeout', true, 'not now') } };
  const backend = new RentedFake().plan(...Array.from({ length: 21 }, () => refusal));
  const app = await start({ backend });
  const { id } = await app.create();
  const closing = setInterval(() => {
    app.ctx.backends.closeBreakers('rented');
    app.ctx.runner.wake();
  }, 5);
  const task = await app.ended(id);
  clearInterval(closing);
  expect(task).toMatchObject({ status: 'failed', attempt: 0, error: { code: 'start_timeout', message: 'not now' } });
  const rows = await app.ctx.store.read.selectFrom('attempts').select('id').where('task_id', '=', id).execute();
  expect(rows).toHaveLength(21);
  expect(task.model).toBe(PAINT);
});
