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
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
}

test.each([
  ['throttled', { status: 'RESOURCE_EXHAUSTED' }],
  ['told when to come back', { throttle_s: 60 }],
  ['refused', { status: 'UNAUTHENTICATED' }],
] as const)('a refusal does not undo a reply that was lost before it: %s', async (_name, refusal) => {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened) });
  world.workspace.faults.add('FunctionMap', { status: 'UNAVAILABLE', when: 'after', times: 1 });
  world.workspace.faults.add('FunctionMap', refusal);
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id))[0]?.handle != null);
  open();
  await doneOnce(world, id);
});

test('work that began while nobody could look is not taken for work that never began', async () => {
  const { opened, open } = gate();
  const world = await startWorld({
    work: drawAfter(opened),
    runtime: { startup_timeout_s: 1 },
    limits: { backend_queue_s: 1 },
    worker: { cold_start_ms: 200 },
    timings: { poll_ms: 3000 },
  });
  const { id } = await world.app.create();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'accepted');
  await world.emulator.kill();
  const accepted = Date.parse((await attemptsOf(world.app, id))[0]?.accepted_at ?? '');
  await until(() => modelCalls(world.workspace)[0]?.state === 'running' && Date.now() > accepted + 2100);
  world.workspace.faults.add('QueueGet', { slow_ms: 200, times: 10 });
  await world.emulator.restart();
  await world.app.until(id, ({ stage }) => stage === 'running');
  open();
  await doneOnce(world, id);
});

test('a request to stop that got lost is made again, and the container is ended after the grace', async () => {
  const world = await startWorld({ work: drawAfter(gate().opened), worker: { each: { ignores_cancel: true } } });
  const [job, files] = world.jobWith({});
  const submitted = await world.backend.submit(job, files);
  const handle = submitted.kind === 'accepted' ? submitted.handle : '';
  const stamps = { accepted_at: new Date().toISOString(), started_at: null };
  const attempt = { attempt_id: job.attempt_id, handle, model: job.model, type: 'image', ...stamps } as const;
  await until(() => modelCalls(world.workspace)[0]?.state === 'running');
  world.workspace.faults.add('FunctionCallCancel', { status: 'UNAVAILABLE', times: 4 });
  await expect(world.backend.cancel(attempt)).rejects.toThrow('UNAVAILABLE');
  await world.backend.cancel(attempt);
  await until(() => modelCalls(world.workspace)[0]?.state === 'cancelled');
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 0 });
});

test('a silent store of results: out of sight, not lost and not repeated', async () => {
  const { opened, open } = gate();
  const picture = await largePicture();
  const world = await startWorld({
    work: async (job, context) => {
      await drawAfter(opened)(job, context);
      return [picture];
    },
  });
  const { id } = await world.app.create();
  await world.app.until(id, ({ stage }) => stage === 'running');
  world.workspace.faults.add('blob:GET', { hang: true, times: 200 });
  open();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'unknown');
  world.workspace.faults.clear();
  await doneOnce(world, id);
});

test('a store of inputs that is too slow: refused, and nothing begins when it answers after all', async () => {
  const world = await startWorld({ timings: { hand_over_ms: 600 } });
  const [job, files] = world.jobWith({ image: await largePicture() });
  const begun = Date.now();
  world.workspace.faults.add('blob:PUT', { slow_ms: 1000 });
  expect(await world.backend.submit(job, files)).toMatchObject({ kind: 'rejected', fault: 'unreachable' });
  await until(() => Date.now() > begun + 2000);
  expect(modelCalls(world.workspace)).toEqual([]);
  world.workspace.faults.add('blob:PUT', { hang: true });
  expect(await world.backend.submit(job, files)).toMatchObject({ kind: 'rejected', fault: 'unreachable' });
  expect(await world.backend.submit(job, files)).toMatchObject({ kind: 'accepted' });
  expect(modelCalls(world.workspace)).toHaveLength(1);
});

test('a server that says when to come back is waited for, or heeded when that is long', async () => {
  const world = await startWorld();
  const [job, files] = world.jobWith({});
  world.workspace.faults.add('FunctionMap', { throttle_s: 60 });
  expect(await world.backend.submit(job, files)).toMatchObject({
    kind: 'rejected',
    fault: 'throttled',
    retry_after_ms: 60_000,
  });
  expect(modelCalls(world.workspace)).toEqual([]);
  world.workspace.faults.add('FunctionMap', { throttle_s: 0.1, times: 2 });
  expect(await world.backend.submit(job, files)).toMatchObject({ kind: 'accepted' });
  expect(modelCalls(world.workspace)).toHaveLength(1);
});
