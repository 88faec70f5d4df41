import { TASK_ERRORS } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { FakeBackend, workerError } from './fake-backend.js';
import { startApp, type TestApp } from './harness.js';

const apps: TestApp[] = [];
const start = async (...args: Parameters<typeof startApp>) => {
  const started = await startApp(...args);
  apps.push(started);
  return started;
};
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
});

const problem = (answer: { status: number; body: { code: string } }) => [answer.status, answer.body.code];

test('cancel: pending at once, running when the backend has stopped, ended not at all', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({
    steps: [{ stage: 'running' }, { output: 0 }, { wait: gate.promise }],
    cancel: 'stops',
  });
  const { call, create, ended, until } = await start({ backend });
  const running = await create({ count: 2 });
  await until(running.id, (task) => task.stage === 'running');
  const pending = await create();
  const cancelled = await call('POST', `/v1/tasks/${pending.id}/cancel`);
  expect(cancelled.body).toMatchObject({ status: 'cancelled', error: null, attempt: 0 });
  const asked = await call('POST', `/v1/tasks/${running.id}/cancel`);
  expect(asked.body.cancel_requested_at).not.toBeNull();
  const stopped = await ended(running.id);
  expect(stopped).toMatchObject({ status: 'cancelled', error: null });
  expect(stopped.outputs.map((o) => o.index)).toEqual([0]);
  const again = await call('POST', `/v1/tasks/${running.id}/cancel`);
  expect([again.status, again.body.version]).toEqual([200, stopped.version]);
  const attempts = await call('GET', `/v1/tasks/${running.id}/attempts`);
  expect(attempts.body.items.map((a: { state: string }) => a.state)).toEqual(['cancelled']);
});

test('cancel and completion race: whichever is written first decides, and the result is never lost', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({
    steps: [{ stage: 'running' }, { wait: gate.promise }],
    cancel: 'too_late',
  });
  const { call, create, ended, until } = await start({ backend });
  const { id } = await create();
  await until(id, (task) => task.stage === 'running');
  await call('POST', `/v1/tasks/${id}/cancel`);
  gate.resolve();
  const done = await ended(id);
  expect(done).toMatchObject({ status: 'done' });
  expect(done.cancel_requested_at).not.toBeNull();
  expect(done.outputs).toHaveLength(1);
});

test('a task that is asked to stop is not tried again', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({
    steps: [{ stage: 'running' }, { wait: gate.promise }],
    cancel: 'throws',
    end: { error: workerError('model_error', true) },
  });
  const { call, create, ended, until } = await start({ backend });
  const { id } = await create();
  await until(id, (task) => task.stage === 'running');
  await call('POST', `/v1/tasks/${id}/cancel`);
  gate.resolve();
  expect((await ended(id)).status).toBe('cancelled');
});

test('retry makes a new task with the same input and seed', async () => {
  const backend = new FakeBackend().expect({ end: { error: workerError('out_of_memory', false) } }, {});
  const { call, create, ended } = await start({ backend });
  const first = await create({ count: 2, metadata: { a: 'b' } });
  const failed = await ended(first.id);
  expect(failed.error).toMatchObject({ code: 'out_of_memory', retryable: false, hint: TASK_ERRORS.out_of_memory.hint });
  const answer = await call('POST', `/v1/tasks/${first.id}/retry`, { headers: { 'idempotency-key': 'again' } });
  expect(answer.status).toBe(202);
  expect(answer.headers.location).toBe(`/v1/tasks/${answer.body.id}`);
  expect(answer.body).toMatchObject({ retry_of: first.id, input: first.input, count: 2, metadata: { a: 'b' } });
  const replay = await call('POST', `/v1/tasks/${first.id}/retry`, { headers: { 'idempotency-key': 'again' } });
  expect([replay.body.id, replay.headers['idempotency-replayed']]).toEqual([answer.body.id, 'true']);
  expect((await ended(answer.body.id)).status).toBe('done');
});

test('delete hides at once with its outputs, restore brings both back, later it is gone', async () => {
  const { call, create, ctx, ended } = await start({ backend: new FakeBackend().expect({}) });
  const { id } = await create();
  const done = await ended(id);
  const asset = `/v1/assets/${done.outputs[0]?.id}`;
  expect((await call('DELETE', `/v1/tasks/${id}`)).status).toBe(204);
  expect(problem(await call('GET', `/v1/tasks/${id}`))).toEqual([404, 'task_not_found']);
  expect((await call('GET', '/v1/tasks')).body.items).toEqual([]);
  expect((await call('GET', asset)).status).toBe(404);
  expect(problem(await call('DELETE', `/v1/tasks/${id}`))).toEqual([404, 'task_not_found']);
  const back = await call('POST', `/v1/tasks/${id}/restore`);
  expect(back.body).toMatchObject({ id, status: 'done' });
  expect(back.body.outputs).toHaveLength(1);
  expect(back.body.version).toBeGreaterThan(done.version);
  expect((await call('POST', `/v1/tasks/${id}/restore`)).body.version).toBe(back.body.version);
  await call('DELETE', `/v1/tasks/${id}`);
  const long_ago = new Date(Date.now() - 25 * 3600 * 1000).toISOString();
  await ctx.store.write((tx) =>
    tx.db.updateTable('tasks').set({ deleted_at: long_ago }).where('id', '=', id).execute(),
  );
  expect(problem(await call('POST', `/v1/tasks/${id}/restore`))).toEqual([410, 'gone']);
});

test('a task deleted while it runs stays hidden, and what it still makes goes with it', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({
    steps: [{ stage: 'running' }, { output: 0 }, { wait: gate.promise }],
    cancel: 'too_late',
  });
  const { call, create, ctx, until } = await start({ backend });
  const { id } = await create();
  await until(id, (task) => task.stage === 'running');
  expect((await call('DELETE', `/v1/tasks/${id}`)).status).toBe(204);
  gate.resolve();
  await expect.poll(() => ctx.runner.running()).toBe(0);
  expect((await call('GET', '/v1/assets')).body.items).toEqual([]);
  const last = await ctx.store.read.selectFrom('events').select('kind').orderBy('id', 'desc').executeTakeFirst();
  expect(last?.kind).toBe('deleted');
  const back = await call('POST', `/v1/tasks/${id}/restore`);
  expect(back.body).toMatchObject({ status: 'done' });
  expect(back.body.outputs).toHaveLength(1);
});
