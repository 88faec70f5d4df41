import { expect, test } from 'vitest';
import {
  APP,
  attemptsOf,
  draw,
  drawAfter,
  executions,
  gate,
  largePicture,
  modelCalls,
  startWorld,
  until,
} from './modal-world.js';

const ledgerAsked = (world: Awaited<ReturnType<typeof startWorld>>) =>
  world.workspace.calls().some(({ function: name }) => name.endsWith('/ledger'));

test('a short outage while handing over is repeated under the same key: one call', async () => {
  const world = await startWorld();
  world.workspace.faults.add('FunctionMap', { status: 'UNAVAILABLE', when: 'after', times: 2 });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
});

test('a lost reply is unknown, is looked for, and found: nothing runs twice', async () => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened) });
  world.workspace.faults.add('FunctionMap', { status: 'UNAVAILABLE', when: 'after', times: 4 });
  const states: string[] = [];
  const { id } = await world.app.create();
  await until(async () => {
    const [attempt] = await attemptsOf(world.app, id);
    if (attempt) states.push(attempt.state);
    return attempt?.handle != null;
  });
  open();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(states).toContain('unknown');
  expect(ledgerAsked(world)).toBe(true);
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
  expect(await attemptsOf(world.app, id)).toHaveLength(1);
});

test('a lost reply while the call still waits: the attempt is handed over again, and taken once', async () => {
  const world = await startWorld({ worker: { cold_start_ms: 2500 } });
  world.workspace.faults.add('FunctionMap', { status: 'UNAVAILABLE', when: 'after', times: 4 });
  const { id } = await world.app.create();
  const task = await world.app.ended(id);
  expect(task).toMatchObject({ status: 'done', attempt: 1 });
  expect(task.outputs).toHaveLength(1);
  await until(() => modelCalls(world.workspace).every(({ state }) => state === 'succeeded'));
  expect(modelCalls(world.workspace)).toHaveLength(2);
  const dict = world.workspace.dict('easel-attempts');
  expect(dict.keys()).toHaveLength(1);
});

test('a request that never arrived is unknown at first, and handed over again', async () => {
  const world = await startWorld();
  world.workspace.faults.add('FunctionMap', { status: 'UNAVAILABLE', times: 4 });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
});

test('a silent server while handing over is unknown by our own deadline', async () => {
  const world = await startWorld();
  world.workspace.faults.add('FunctionMap', { hang: true, when: 'after' });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toMatchObject({ completed: 1 });
});

test('bad credentials: refused, not counted, and the task waits', async () => {
  const world = await startWorld({ credentials: { token_id: 'ak-test', token_secret: 'as-wrong' } });
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id)).length >= 2);
  const task = await world.app.until(id, ({ status }) => status === 'pending');
  expect(task).toMatchObject({ attempt: 0, error: null });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ state: 'failed', error: { code: 'backend_lost' } });
  expect(world.app.ctx.backends.state(world.backend.id)).toBe('credentials_invalid');
  expect(executions(world.workspace).calls).toBe(0);
  world.workspace.accept(null);
  world.app.ctx.backends.closeBreakers(world.backend.id);
  world.app.ctx.runner.wake();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
});

test('a missing function: refused, not counted, and the task waits for a deployment', async () => {
  const world = await startWorld({ app_name: 'easel-ffffffff' });
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id)).length >= 2);
  await world.app.until(id, ({ status }) => status === 'pending');
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ error: { code: 'no_backend' } });
  world.backend.update({ app_name: APP });
  world.app.ctx.backends.closeBreakers(world.backend.id);
  world.app.ctx.runner.wake();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
});

test('nothing deployed at all: the task waits', async () => {
  const world = await startWorld({ app_name: null });
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'failed');
  expect((await attemptsOf(world.app, id))[0]?.error_detail).toContain('Nothing is deployed');
  await world.app.until(id, (task) => task.status === 'pending' && task.attempt === 0);
  expect(executions(world.workspace).calls).toBe(0);
});

test('a handle that a new deployment made stale is looked up again, once, and nobody notices', async () => {
  const world = await startWorld();
  const first = await world.app.create();
  await world.app.ended(first.id);
  world.deploy(draw);
  const second = await world.app.create();
  expect(await world.app.ended(second.id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(await attemptsOf(world.app, second.id)).toHaveLength(1);
  expect(executions(world.workspace)).toEqual({ calls: 2, started: 2, completed: 2 });
});

test('throttled: refused, not counted, tried again', async () => {
  const world = await startWorld();
  world.workspace.faults.add('FunctionMap', { status: 'RESOURCE_EXHAUSTED', times: 2 });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ state: 'failed', error: { code: 'backend_lost' } });
  expect(executions(world.workspace)).toMatchObject({ calls: 1, completed: 1 });
});

test('a full queue of theirs is throttling', async () => {
  const { opened, open } = gate();
  const world = await startWorld({
    work: drawAfter(opened),
    runtime: { max_containers: 2 },
    worker: { each: { max_containers: 1, max_pending: 1 } },
  });
  const tasks = [await world.app.create(), await world.app.create(), await world.app.create()];
  await until(async () =>
    (await world.app.ctx.backends.breakers(world.backend.id)).some((b) => b.fault === 'throttled'),
  );
  open();
  for (const { id } of tasks) expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toMatchObject({ calls: 3, completed: 3 });
});

test('an upload that fails leaves no call behind: refused, not counted, and accepted once it works', async () => {
  const world = await startWorld();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await largePicture())]), 'a.png');
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const payload = Buffer.from(await request.arrayBuffer());
  const image = (await world.app.call('POST', '/v1/assets', { headers, payload })).body.id;
  world.workspace.faults.add('blob:PUT', { http_status: 500, times: 3 });
  const { id } = await world.app.create({ mode: 'img2img', input: { prompt: 'a hill', image } });
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'failed');
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ error: { code: 'backend_lost', retryable: true } });
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
});

test('a workspace that is down keeps tasks waiting, and they run when it returns', async () => {
  const world = await startWorld();
  world.workspace.down();
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id)).length >= 1);
  expect((await world.app.get(id)).error).toBeNull();
  world.workspace.up();
  world.app.ctx.backends.closeBreakers(world.backend.id);
  world.app.ctx.runner.wake();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done' });
  expect(executions(world.workspace)).toMatchObject({ completed: 1 });
});
