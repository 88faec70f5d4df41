import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hintOf, TASK_ERRORS, type TaskErrorCode } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { MAX_LOST } from '../src/task/fail-task.js';
import { expireQueued } from '../src/task/recover-tasks.js';
import { FakeBackend, workerError } from './fake-backend.js';
import { fixtureSettings, PAINT, SKETCH, startApp, type TestApp, TMP } from './harness.js';

const apps: TestApp[] = [];
const start = async (...args: Parameters<typeof startApp>) => {
  const started = await startApp(...args);
  apps.push(started);
  return started;
};
afterEach(async () => {
  for (const app of apps.splice(0).reverse()) await app.stop();
});

/** Makes a task that waits for its repetition startable now. */
async function endPause({ ctx }: TestApp, id: string) {
  await ctx.store.write((tx) => tx.db.updateTable('tasks').set({ not_before: null }).where('id', '=', id).execute());
  ctx.runner.wake();
}

const attemptsOf = async ({ call }: TestApp, id: string) => (await call('GET', `/v1/tasks/${id}/attempts`)).body.items;

test('a failure that a repetition may cure is tried again after a growing pause, up to max_attempts', async () => {
  const backend = new FakeBackend().expect(
    { end: { error: workerError('model_error', true) } },
    { end: { error: workerError('backend_lost', true) } },
    { steps: [{ stage: 'running' }, { output: 1 }], end: { error: workerError('invalid_output', true, 'all black') } },
  );
  const app = await start({ backend });
  const { id } = await app.create({ count: 2 });
  const pauses: number[] = [];
  for (const attempt of [1, 2]) {
    const task = await app.until(id, (t) => t.attempt === attempt && t.status === 'pending');
    expect(task.error).toBeNull();
    const row = await app.ctx.store.read.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    pauses.push(Date.parse(row.not_before ?? '') - Date.parse(row.updated_at));
    await endPause(app, id);
  }
  expect(pauses[1]).toBeGreaterThan((pauses[0] ?? 0) * 1.5);
  const failed = await app.ended(id);
  expect(failed).toMatchObject({
    status: 'failed',
    attempt: 3,
    error: { code: 'invalid_output', message: 'all black' },
  });
  expect(failed.outputs.map((o) => o.index)).toEqual([1]);
  const attempts = await attemptsOf(app, id);
  expect(attempts.map((a: { error: { code: string } }) => a.error.code)).toEqual([
    'invalid_output',
    'backend_lost',
    'model_error',
  ]);
  expect(new Set(attempts.map((a: { fencing: number }) => a.fencing)).size).toBe(3);
  expect(JSON.stringify(attempts)).not.toContain('detail for the log');
});

test.each(Object.keys(TASK_ERRORS) as TaskErrorCode[])(
  '%s: the code is kept, and decides nothing beyond retryable',
  async (code) => {
    const backend = new FakeBackend().expect({ end: { error: workerError(code, false) } });
    const app = await start({ backend });
    const task = await app.ended((await app.create()).id);
    expect(task).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code, retryable: false, hint: hintOf(code, false) },
    });
  },
);

test('with one attempt only, the first failure is final', async () => {
  const app = await start({ backend: new FakeBackend().expect({ end: { error: workerError('model_error', true) } }) });
  expect(await app.ended((await app.create({ model: SKETCH })).id)).toMatchObject({ status: 'failed', attempt: 1 });
});

test('what a backend does wrong fails the attempt, and the next task runs', async () => {
  const backend = new FakeBackend().expect(
    { submit: 'throws' },
    { end: 'nothing' },
    { bytes: Buffer.from('not a picture') },
    { submit: { rejected: workerError('no_backend', false) } },
    {},
  );
  const app = await start({ backend });
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 4; i += 1) codes.push((await app.ended((await app.create({ model: SKETCH })).id)).error?.code);
  expect(codes).toEqual(['model_error', 'backend_lost', 'invalid_output', 'no_backend']);
  expect((await app.ended((await app.create()).id)).status).toBe('done');
});

test('an attempt of unknown fate is probed: found again it goes on, otherwise it is repeated', async () => {
  const backend = new FakeBackend().expect(
    { submit: 'unknown', probe: 'accepted' },
    { submit: 'unknown', probe: 'unknown' },
    {},
  );
  const app = await start({ backend });
  const found = await app.ended((await app.create()).id);
  expect(found).toMatchObject({ status: 'done', attempt: 1 });
  expect(backend.jobs).toHaveLength(1);
  const { id } = await app.create();
  await app.until(id, (t) => t.attempt === 1 && t.status === 'pending');
  await endPause(app, id);
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 2 });
});

test('a task that waited too long fails with queue_timeout', async () => {
  const gate = Promise.withResolvers<void>();
  const app = await start({ backend: new FakeBackend().expect({ steps: [{ wait: gate.promise }] }) });
  const running = await app.create();
  await app.until(running.id, (t) => t.status === 'processing');
  const waiting = await app.create();
  const long_ago = new Date(Date.now() - 2 * 3600 * 1000).toISOString();
  await app.ctx.store.write((tx) => tx.db.updateTable('tasks').set({ created_at: long_ago }).execute());
  await expireQueued(app.ctx);
  const task = await app.get(waiting.id);
  expect(task).toMatchObject({ status: 'failed', attempt: 0, error: { code: 'queue_timeout' } });
  expect((await app.get(running.id)).status).toBe('processing');
  gate.resolve();
});

test('no sign of life for stale_after_s: stopped and tried again', async () => {
  const settings = fixtureSettings();
  settings.limits.stale_after_s.image = 1;
  const app = await start({ settings, backend: new FakeBackend().expect({ end: 'hangs', cancel: 'stops' }) });
  const { id } = await app.create({ model: SKETCH });
  expect((await app.ended(id)).error?.code).toBe('stale');
});

test('a stale backend that cannot even be told to stop still gives stale', async () => {
  const settings = fixtureSettings();
  settings.limits.stale_after_s.image = 1;
  const app = await start({ settings, backend: new FakeBackend().expect({ end: 'hangs', cancel: 'throws' }) });
  const { id } = await app.create({ model: SKETCH });
  expect((await app.ended(id)).error?.code).toBe('stale');
});

/** Holds this process still, as SIGSTOP would. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test.each([
  ['a result', {}],
  ['a failure with a finished output', { end: { error: workerError('model_error', false) } }],
])('beyond the lease %s is fenced off: the task is repeated, and one result is stored', async (_what, late) => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect(
    { steps: [{ stage: 'running' }, { output: 0 }, { wait: gate.promise }], cancel: 'too_late', ...late },
    {},
  );
  const app = await start({ backend, config: { lease_s: 1 } });
  const { id } = await app.create();
  await app.until(id, (t) => t.stage === 'running');
  gate.resolve();
  standStill(1100);
  const done = await app.ended(id);
  expect(done).toMatchObject({ status: 'done', attempt: 1, late_outputs: [] });
  expect(done.outputs).toHaveLength(1);
  const attempts = await attemptsOf(app, id);
  expect(attempts.map((a: { state: string; fencing: number }) => [a.state, a.fencing])).toEqual([
    ['succeeded', 2],
    ['failed', 1],
  ]);
  const stored = await app.ctx.store.read.selectFrom('assets').select('id').execute();
  expect(stored).toHaveLength(1);
});

test('a lease is kept as long as the process lives', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({ steps: [{ wait: gate.promise }] });
  const app = await start({ backend, config: { lease_s: 2 } });
  const { id } = await app.create();
  await app.until(id, (t) => t.status === 'processing');
  const leaseOf = async () =>
    (await app.ctx.store.read.selectFrom('tasks').select('lease_expires_at').where('id', '=', id).executeTakeFirst())
      ?.lease_expires_at;
  const first = await leaseOf();
  await expect.poll(leaseOf, { timeout: 10_000 }).not.toBe(first);
  gate.resolve();
  expect(await app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
});

test('a killed process costs no attempt: the next one takes its tasks up', async () => {
  const never = Promise.withResolvers<void>();
  const first = await start({
    backend: new FakeBackend().expect({ steps: [{ stage: 'running' }, { output: 0 }, { wait: never.promise }] }),
    config: { shutdown_s: 0 },
  });
  const { id } = await first.create();
  const waiting = await first.create();
  await first.until(id, (t) => t.stage === 'running');
  const dir = await first.copyAsKilled();
  const second = await start({ dir, backend: new FakeBackend().expect({}, {}) });
  expect(await second.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(await second.ended(waiting.id)).toMatchObject({ status: 'done', attempt: 1 });
  const attempts = await attemptsOf(second, id);
  expect(attempts.map((a: { state: string }) => a.state)).toEqual(['succeeded', 'failed']);
  expect(attempts[1].error.code).toBe('backend_lost');
  await second.stop();
  await rm(dir, { recursive: true });
});

test('a task that kills its process again and again is given up', async () => {
  const gate = Promise.withResolvers<void>();
  const first = await start({
    backend: new FakeBackend().expect({ steps: [{ stage: 'running' }, { wait: gate.promise }] }),
  });
  const { id } = await first.create();
  await first.until(id, (t) => t.stage === 'running');
  await first.ctx.store.write((tx) =>
    tx.db
      .updateTable('tasks')
      .set({ lost: MAX_LOST - 1 })
      .where('id', '=', id)
      .execute(),
  );
  const dir = await first.copyAsKilled();
  const second = await start({ dir });
  expect(await second.get(id)).toMatchObject({ status: 'failed', error: { code: 'backend_lost' } });
  gate.resolve();
  await second.stop();
  await rm(dir, { recursive: true });
});

test('a task that was asked to stop before its process died is cancelled', async () => {
  const gate = Promise.withResolvers<void>();
  const first = await start({
    backend: new FakeBackend().expect({ steps: [{ stage: 'running' }, { wait: gate.promise }], cancel: 'too_late' }),
  });
  const { id } = await first.create();
  await first.until(id, (t) => t.stage === 'running');
  await first.ctx.store.write((tx) =>
    tx.db.updateTable('tasks').set({ cancel_requested_at: new Date().toISOString() }).execute(),
  );
  const dir = await first.copyAsKilled();
  const second = await start({ dir });
  expect((await second.get(id)).status).toBe('cancelled');
  gate.resolve();
  await second.stop();
  await rm(dir, { recursive: true });
});

test('a clean stop gives running tasks back to the queue and tells streams', async () => {
  const never = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({ steps: [{ stage: 'running' }, { wait: never.promise }] });
  const dir = await mkdtemp(join(TMP, 'easel-stop-'));
  const first = await start({ dir, backend, config: { shutdown_s: 0 } });
  const { id } = await first.create();
  await first.until(id, (t) => t.stage === 'running');
  const waiting = first.call('GET', `/v1/tasks/${id}?wait_s=30`);
  await first.stop();
  expect((await waiting).status).toBeLessThan(600);
  const second = await start({ dir, backend: new FakeBackend().expect({}) });
  expect(await second.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  never.resolve();
  await second.stop();
  await rm(dir, { recursive: true });
});

test('a result that comes after its task was given up is kept as late', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({ steps: [{ stage: 'running' }, { wait: gate.promise }] });
  const app = await start({ backend });
  const { id } = await app.create();
  await app.until(id, (t) => t.stage === 'running');
  const at = new Date().toISOString();
  await app.ctx.store.write((tx) =>
    tx.db
      .updateTable('tasks')
      .set({ status: 'cancelled', finished_at: at, stage: null })
      .where('id', '=', id)
      .execute(),
  );
  gate.resolve();
  const task = await app.until(id, (t) => t.late_outputs.length > 0);
  expect(task).toMatchObject({ status: 'cancelled', outputs: [] });
  expect(task.late_outputs[0]?.recipe).toMatchObject({ model: PAINT });
});

test('two tasks of a model run at once where it allows two', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().always({ steps: [{ wait: gate.promise }] });
  const app = await start({ backend });
  const tasks = await Promise.all([1, 2, 3].map(() => app.create({ model: SKETCH })));
  await expect.poll(() => backend.running).toBe(2);
  gate.resolve();
  for (const task of tasks) await app.ended(task.id);
  expect(backend.most_running).toBe(2);
});
