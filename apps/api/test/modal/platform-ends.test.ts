import { ModalFailure } from '@easel/modal-emulator';
import { expect, test } from 'vitest';
import { tinyPicture } from '../tiny-picture.js';
import {
  attemptsOf,
  draw,
  drawAfter,
  executions,
  gate,
  modelCalls,
  resultOf,
  startWorld,
  until,
} from './modal-world.js';

const callId = (world: Awaited<ReturnType<typeof startWorld>>) => modelCalls(world.workspace)[0]?.call_id ?? '';

test('cancelled by us: asked, confirmed, and nothing is repeated', async () => {
  const world = await startWorld({ work: drawAfter(gate().opened) });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  await world.app.call('POST', `/v1/tasks/${id}/cancel`);
  expect(await world.app.ended(id)).toMatchObject({ status: 'cancelled', outputs: [] });
  expect((await attemptsOf(world.app, id)).map(({ state }) => state)).toEqual(['cancelled']);
  expect(modelCalls(world.workspace)).toMatchObject([{ state: 'cancelled' }]);
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 0 });
});

test('a container that does not notice is ended after the grace', async () => {
  const world = await startWorld({ work: drawAfter(gate().opened), worker: { each: { ignores_cancel: true } } });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  await world.app.call('POST', `/v1/tasks/${id}/cancel`);
  expect(await world.app.ended(id)).toMatchObject({ status: 'cancelled' });
  await until(() => modelCalls(world.workspace)[0]?.state === 'cancelled');
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 0 });
});

test('cancelled by them: repeated', async () => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened) });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  world.workspace.cancelByThem(callId(world));
  open();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 2 });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({
    state: 'failed',
    error: { code: 'cancelled_by_backend', retryable: true },
  });
  expect(executions(world.workspace)).toMatchObject({ calls: 2, completed: 1 });
});

test('preempted: the same call goes on elsewhere, and the attempt is the same', async () => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened) });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  world.workspace.preempt(callId(world));
  await until(() => executions(world.workspace).started === 2);
  open();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 2, completed: 1 });
});

test('preempted after it had finished: the ledger has the result, and the model does not run again', async () => {
  let runs = 0;
  const { opened, open } = gate();
  const world = await startWorld({
    work: async (job, context) => {
      runs += 1;
      await opened;
      return draw(job, context);
    },
  });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  world.workspace.preempt(callId(world), 'on_completion');
  open();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toMatchObject({ calls: 1, started: 2 });
  expect(runs).toBe(1);
});

test.each(['INTERNAL_FAILURE', 'FAILURE'] as const)(
  'a container that breaks after its work was kept (%s): the ledger has the result, and nothing is repeated',
  async (status) => {
    const world = await startWorld({
      work: async (job) => {
        const picture = await tinyPicture(1);
        world.results.put(job.attempt_id, new Map([['output-0', picture]]), resultOf(job, [picture], 0));
        throw new ModalFailure(status, 'the connection broke');
      },
    });
    const { id } = await world.app.create();
    expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1, outputs: [{ index: 0 }] });
    expect(await attemptsOf(world.app, id)).toHaveLength(1);
    expect(executions(world.workspace)).toMatchObject({ calls: 1, started: 1 });
  },
);

test('a start that fails is a start failure, and repeated', async () => {
  let failed = false;
  const world = await startWorld({
    work: async (job, context) => {
      if (failed) return draw(job, context);
      failed = true;
      throw new ModalFailure('INIT_FAILURE', 'ImportError("no module named torch")');
    },
  });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 2 });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({
    error: { code: 'start_timeout', retryable: true },
    platform: { status: 'init_failure' },
  });
  expect(executions(world.workspace)).toMatchObject({ calls: 2, completed: 1 });
});

test.each([
  ['a crash loop', { each: { crash_loop: true } }],
  ['a start that never ends', { load_ms: 60_000, each: { startup_timeout_ms: 40 } }],
])('%s is pending for ever there and ends by our own deadline', async (_name, worker) => {
  const world = await startWorld({
    worker,
    runtime: { startup_timeout_s: 1 },
    limits: { backend_queue_s: 1 },
    max_attempts: 1,
  });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({
    status: 'failed',
    error: { code: 'start_timeout', retryable: true },
  });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 0, completed: 0 });
  expect(modelCalls(world.workspace)).toMatchObject([{ state: 'cancelled' }]);
});

test('the run time-out of the platform is not repeated', async () => {
  const world = await startWorld({ work: drawAfter(gate().opened), worker: { each: { timeout_ms: 60 } } });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({ status: 'failed', attempt: 1, error: { code: 'run_timeout' } });
  expect(executions(world.workspace)).toMatchObject({ calls: 1, started: 1 });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ platform: { status: 'timeout' } });
});

test('a machine that dies each time is not begun again for ever', async () => {
  const world = await startWorld({
    work: async (job, context) => {
      const { call_id, signal } = context.call;
      setTimeout(() => world.workspace.preempt(call_id), 50);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return draw(job, context);
    },
  });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { code: 'model_error', retryable: false },
  });
  await until(() => modelCalls(world.workspace)[0]?.state === 'cancelled');
  expect(executions(world.workspace)).toMatchObject({ calls: 1, completed: 0 });
});

/** A run that neither the platform nor a polite request ends. */
const endless = {
  runtime: { timeout_s: 1 },
  worker: { each: { ignores_cancel: true, timeout_ms: 600_000 } },
  max_attempts: 3,
};

test('a run beyond our own deadline is stopped with its container, and not repeated', async () => {
  const world = await startWorld({ ...endless, work: drawAfter(gate().opened), timings: { run_grace_ms: 0 } });
  const { id } = await world.app.create();
  expect(await world.app.ended(id)).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { code: 'run_timeout', retryable: false },
  });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 0 });
  expect(modelCalls(world.workspace)).toMatchObject([{ state: 'cancelled' }]);
});

test('a result that comes while a run beyond our own deadline is being stopped counts', async () => {
  const { opened, open } = gate();
  const timings = { run_grace_ms: 0, cancel_grace_ms: 300_000 };
  const world = await startWorld({ ...endless, work: drawAfter(opened), timings });
  const { id } = await world.app.create();
  await until(() => world.emulator.log.some(({ method }) => method === 'FunctionCallCancel'));
  open();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
});
