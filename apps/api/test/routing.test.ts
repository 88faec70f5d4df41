import { afterEach, expect, test } from 'vitest';
import { SYSTEM } from '../src/audit/record-audit.js';
import { setDispatchPaused } from '../src/task/dispatch-pause.js';
import { workerError } from './fake-backend.js';
import { IMPATIENT, PAINT, rentedSettings, SKETCH, startApp, type TestApp } from './harness.js';
import { RentedFake } from './rented-fake.js';

const apps: TestApp[] = [];
const start = async (backends: RentedFake[], settings = rentedSettings()) => {
  const app = await startApp({ settings, backends, config: { patience: IMPATIENT } });
  apps.push(app);
  return app;
};
afterEach(async () => {
  for (const app of apps.splice(0).reverse()) await app.stop();
});

const gate = () => Promise.withResolvers<void>();
const pair = () => [new RentedFake('one', 'One'), new RentedFake('two', 'Two')] as [RentedFake, RentedFake];
const attemptsOf = async ({ call }: TestApp, id: string) => (await call('GET', `/v1/tasks/${id}/attempts`)).body.items;
const waits = async (app: TestApp, id: string) => {
  app.ctx.runner.wake();
  await expect.poll(async () => (await app.get(id)).queue_position, { timeout: 10_000 }).toBe(1);
  expect((await app.get(id)).status).toBe('pending');
};
const codes = (app: TestApp, id: string, model = PAINT) =>
  app.ctx.backends
    .route(model)
    .candidates.find((candidate) => candidate.backend_id === id)
    ?.obstacles.map(({ code }) => code);

test('work is shared by weight, and each attempt says where it went and why', async () => {
  const [one, two] = pair();
  one.always({});
  two.always({});
  const app = await start([one, two]);
  app.ctx.backends.configure('one', { weight: 3 });
  const ids: string[] = [];
  for (let i = 0; i < 8; i += 1) {
    const { id } = await app.create();
    await app.ended(id);
    ids.push(id);
  }
  expect([one.jobs.length, two.jobs.length]).toEqual([6, 2]);
  const [attempt] = await attemptsOf(app, ids[0] ?? '');
  expect(attempt).toMatchObject({ backend_id: 'one', backend_label: 'One' });
  expect(attempt.reason).toMatch(/weight 3 among 2/);
});

test('a backend that is ready is preferred to one that must start, until it is full', async () => {
  const done = gate();
  const [one, two] = pair();
  one.always({ steps: [{ wait: done.promise }] });
  two.always({ steps: [{ wait: done.promise }] });
  one.ready = false;
  const app = await start([one, two]);
  const tasks = [];
  for (let i = 0; i < 3; i += 1) {
    tasks.push(await app.create());
    await expect.poll(() => one.jobs.length + two.jobs.length, { timeout: 10_000 }).toBe(i + 1);
  }
  expect([one.jobs.length, two.jobs.length]).toEqual([1, 2]);
  expect(codes(app, 'two')).toEqual(['full']);
  done.resolve();
  for (const { id } of tasks) await app.ended(id);
});

test('a repetition goes to another backend than the one that failed', async () => {
  const [one, two] = pair();
  one.plan({ end: { error: workerError('model_error', true) }, facts: { fault: 'model_error' } });
  two.plan({});
  const app = await start([one, two]);
  app.ctx.backends.configure('one', { weight: 100 });
  expect(await app.ended((await app.create()).id)).toMatchObject({ status: 'done', attempt: 2 });
  expect(two.jobs).toHaveLength(1);
});

test('a model that no enabled backend may run is refused; one whose backends are in trouble waits', async () => {
  const one = new RentedFake('one');
  one.plan({}, {}, {}, {});
  const app = await start([one]);
  const { backends } = app.ctx;
  const create = () => app.call('POST', '/v1/tasks', { body: { model: PAINT, input: { prompt: 'x' } } });
  for (const refusing of [{ enabled: false }, { models: [SKETCH] }]) {
    backends.configure('one', refusing);
    expect((await create()).body.code).toBe('no_backend');
    expect(backends.availability(PAINT)).toBe('unavailable');
    backends.configure('one', { enabled: true, models: null });
  }
  const troubles: [string, () => void, () => void][] = [
    [
      'draining',
      () => backends.configure('one', { draining: true }),
      () => backends.configure('one', { draining: false }),
    ],
    ['not_deployed', () => backends.setDeployed('one', [SKETCH]), () => backends.setDeployed('one', null)],
    [
      'unreachable',
      () => {
        for (let i = 0; i < 3; i += 1)
          backends.reportFault('one', { fault: 'unreachable', model: PAINT, message: 'No.' });
      },
      () => backends.closeBreakers('one'),
    ],
    [
      'credentials_invalid',
      () => {
        for (let i = 0; i < 2; i += 1)
          backends.reportFault('one', { fault: 'credentials', model: PAINT, message: 'No.' });
      },
      () => backends.closeBreakers('one'),
    ],
  ];
  for (const [code, begin, end] of troubles) {
    begin();
    const { id } = await app.create();
    await waits(app, id);
    expect(codes(app, 'one')).toEqual([code]);
    expect([backends.availability(PAINT), backends.route(PAINT).chosen]).toEqual(['waiting', null]);
    end();
    app.ctx.runner.wake();
    expect((await app.ended(id)).status).toBe('done');
  }
});

test('faults of one model keep only that model away; a success forgets them', async () => {
  const one = new RentedFake('one');
  const failing = () => ({
    end: { error: workerError('out_of_memory', false) },
    facts: { fault: 'out_of_memory' as const },
  });
  one.plan(failing(), failing(), failing(), {});
  const app = await start([one]);
  const heard: string[] = [];
  app.ctx.backends.on(({ kind, fault, model }) => heard.push(`${kind} ${fault} ${model}`));
  for (let i = 0; i < 3; i += 1) await app.ended((await app.create()).id);
  expect(codes(app, 'one', PAINT)).toEqual(['cooling']);
  expect(codes(app, 'one', SKETCH)).toEqual([]);
  const [obstacle] = app.ctx.backends.route(PAINT).candidates[0]?.obstacles ?? [];
  expect(Date.parse(obstacle?.until ?? '')).toBeGreaterThan(Date.now());
  expect(app.ctx.backends.state('one')).toBe('cooling');
  const { id } = await app.create();
  await waits(app, id);
  app.ctx.backends.closeBreakers('one');
  app.ctx.runner.wake();
  expect((await app.ended(id)).status).toBe('done');
  expect(heard).toEqual([`breaker_opened out_of_memory ${PAINT}`, `breaker_closed out_of_memory ${PAINT}`]);
});

test('paused, nothing starts and what runs goes on; the switch is kept', async () => {
  const done = gate();
  const one = new RentedFake('one');
  one.plan({ steps: [{ stage: 'running' }, { wait: done.promise }] }, {});
  const app = await start([one]);
  const running = await app.create();
  await app.until(running.id, (task) => task.stage === 'running');
  expect(await setDispatchPaused(app.ctx, SYSTEM, true)).toMatchObject({ paused: true });
  const waiting = await app.create();
  done.resolve();
  expect((await app.ended(running.id)).status).toBe('done');
  await waits(app, waiting.id);
  const dir = await app.copyAsKilled();
  await app.stop({ backend_goes_on: true });
  const second = await startApp({ settings: rentedSettings(), backends: [one], dir });
  apps.push(second);
  await waits(second, waiting.id);
  await setDispatchPaused(second.ctx, SYSTEM, false);
  expect((await second.ended(waiting.id)).status).toBe('done');
});

test('draining ends when the last attempt has', async () => {
  const done = gate();
  const one = new RentedFake('one');
  one.plan({ steps: [{ stage: 'running' }, { wait: done.promise }] });
  const app = await start([one]);
  const heard: string[] = [];
  app.ctx.backends.on(({ kind }) => heard.push(kind));
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  app.ctx.backends.configure('one', { draining: true });
  expect([heard, app.ctx.backends.inFlight('one')]).toEqual([[], 1]);
  done.resolve();
  await app.ended(id);
  await expect.poll(() => heard).toEqual(['drained']);
});

test('backends come and go while the process runs', async () => {
  const [one, two] = pair();
  two.plan({});
  const app = await start([one]);
  await app.ctx.backends.remove('one');
  const refused = await app.call('POST', '/v1/tasks', { body: { model: PAINT, input: { prompt: 'x' } } });
  expect(refused.body.code).toBe('no_backend');
  two.configure(app.settings);
  app.ctx.backends.add(two, { weight: 2 });
  expect((await app.ended((await app.create()).id)).status).toBe('done');
  expect(app.ctx.backends.list()).toMatchObject([{ config: { weight: 2, enabled: true }, in_flight: 0 }]);
});
