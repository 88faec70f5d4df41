import { expect, test } from 'vitest';
import {
  attemptsOf,
  drawAfter,
  executions,
  gate,
  largePicture,
  modelCalls,
  startWorld,
  until,
  type World,
} from './modal-world.js';

async function doneOnce(world: World, id: string): Promise<void> {
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(await attemptsOf(world.app, id)).toHaveLength(1);
  expect(executions(world.workspace)).toMatchObject({ started: 1, completed: 1 });
}

test('killed after handing over, before the answer was kept: found by its id', async () => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened), patience: { probe_first_ms: 60_000 } });
  world.workspace.faults.add('FunctionMap', { status: 'UNAVAILABLE', when: 'after', times: 4 });
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'unknown');
  await world.restartKilled();
  open();
  await doneOnce(world, id);
});

test('killed while handing over, and nothing arrived: handed over again under the same id', async () => {
  const world = await startWorld();
  world.workspace.faults.add('FunctionMap', { hang: true, times: 100 });
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'submitted');
  const [before] = await attemptsOf(world.app, id);
  await world.restartKilled();
  world.workspace.faults.clear();
  await doneOnce(world, id);
  expect((await attemptsOf(world.app, id))[0]?.id).toBe(before?.id);
});

test('killed while its result was being fetched: fetched by the next process', async () => {
  const { opened, open } = gate();
  const large = await largePicture(1500);
  expect(large.length).toBeGreaterThan(4 * 1024 * 1024);
  const world = await startWorld({
    work: async (job, context) => {
      await drawAfter(opened)(job, context);
      return [large];
    },
  });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  world.workspace.faults.add('FunctionMap', { hang: true, times: 100 });
  open();
  await world.app.until(id, (task) => task.stage === 'saving');
  await world.restartKilled();
  world.workspace.faults.clear();
  await doneOnce(world, id);
  expect((await world.app.get(id)).outputs).toMatchObject([{ bytes: large.length }]);
});

test.each([
  ['accepted', { cold_start_ms: 300 }],
  ['running', {}],
])('killed while %s: the next process watches the same call', async (state, worker) => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened), worker });
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === state);
  const [before] = await attemptsOf(world.app, id);
  await world.restartKilled();
  open();
  await doneOnce(world, id);
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ id: before?.id, handle: before?.handle });
});

test('killed while it was out of sight: looked for until it is seen', async () => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened) });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  world.workspace.revoke();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'unknown');
  await world.restartKilled();
  open();
  await until(() => modelCalls(world.workspace)[0]?.state === 'succeeded');
  expect(await world.app.get(id)).toMatchObject({ status: 'processing' });
  world.workspace.restore();
  await doneOnce(world, id);
});

test('killed when it had finished there and nothing was stored here: fetched, not repeated', async () => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened) });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  world.workspace.down();
  open();
  await until(() => modelCalls(world.workspace)[0]?.state === 'succeeded');
  await world.restartKilled();
  world.workspace.up();
  await doneOnce(world, id);
});

test('killed while it was being cancelled: cancelled by the next one', async () => {
  const world = await startWorld({ work: drawAfter(gate().opened), worker: { each: { ignores_cancel: true } } });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  await world.app.call('POST', `/v1/tasks/${id}/cancel`);
  await world.restartKilled();
  expect(await world.app.ended(id)).toMatchObject({ status: 'cancelled' });
  await until(() => modelCalls(world.workspace)[0]?.state === 'cancelled');
  expect(executions(world.workspace)).toMatchObject({ calls: 1, started: 1, completed: 0 });
});
