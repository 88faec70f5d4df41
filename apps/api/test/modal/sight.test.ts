import { expect, test } from 'vitest';
import {
  attemptsOf,
  draw,
  drawAfter,
  executions,
  gate,
  largePicture,
  modelCalls,
  startWorld,
  until,
  type World,
} from './modal-world.js';

const handleOf = (world: World) => modelCalls(world.workspace)[0]?.call_id ?? '';

/** A task that runs until the gate is opened. */
async function running(options: Parameters<typeof startWorld>[0] = {}) {
  const { opened, open } = gate();
  const world = await startWorld({ work: drawAfter(opened), ...options });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  return { world, id, open };
}

const unknown = (world: World, id: string) =>
  until(async () => (await attemptsOf(world.app, id))[0]?.state === 'unknown');

async function doneOnce(world: World, id: string): Promise<void> {
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 1 });
  expect(await attemptsOf(world.app, id)).toHaveLength(1);
  expect(executions(world.workspace)).toEqual({ calls: 1, started: 1, completed: 1 });
}

test('pending is not failed, however often it is asked', async () => {
  const { world, id, open } = await running();
  const polls = () => world.emulator.log.filter(({ method }) => method === 'FunctionGetOutputs').length;
  await until(() => polls() >= 4);
  expect(await world.app.get(id)).toMatchObject({ status: 'processing' });
  open();
  await doneOnce(world, id);
});

test('expired: the workspace still has the result', async () => {
  const { world, id, open } = await running();
  world.workspace.faults.add('FunctionGetOutputs', { status: 'UNAVAILABLE', times: 40 });
  open();
  await until(() => modelCalls(world.workspace)[0]?.state === 'succeeded');
  world.workspace.expire(handleOf(world));
  world.workspace.faults.clear();
  await doneOnce(world, id);
});

test('expired, and the workspace has nothing: lost, and repeated', async () => {
  const { world, id, open } = await running();
  world.workspace.expire(handleOf(world));
  open();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 2 });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ error: { code: 'backend_lost', retryable: true } });
  expect(modelCalls(world.workspace)).toHaveLength(2);
});

test('a call that they forgot is lost, and repeated', async () => {
  const { world, id, open } = await running();
  world.workspace.lose(handleOf(world));
  open();
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 2 });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ error: { code: 'backend_lost', retryable: true } });
  expect(await attemptsOf(world.app, id)).toHaveLength(2);
});

test('a lost reply to a look is looked at again', async () => {
  const { world, id, open } = await running();
  world.workspace.faults.add('FunctionGetOutputs', { status: 'UNAVAILABLE', when: 'after', times: 3 });
  open();
  await doneOnce(world, id);
});

test('unavailable for long: unknown, listed, and found again', async () => {
  const { world, id, open } = await running();
  world.workspace.down();
  await unknown(world, id);
  const [attempt] = await attemptsOf(world.app, id);
  expect(attempt?.out_of_sight_since).not.toBeNull();
  expect(await world.app.get(id)).toMatchObject({ status: 'processing' });
  world.workspace.up();
  open();
  await doneOnce(world, id);
});

test('credentials revoked while it runs: nothing fails, and it goes on when they return', async () => {
  const { world, id, open } = await running();
  world.workspace.revoke();
  await unknown(world, id);
  open();
  await until(() => modelCalls(world.workspace)[0]?.state === 'succeeded');
  expect(await world.app.get(id)).toMatchObject({ status: 'processing' });
  world.workspace.restore();
  await doneOnce(world, id);
});

test('a token that was replaced while it runs: other credentials find the same call again', async () => {
  const { world, id, open } = await running();
  world.workspace.accept('as-newer');
  await unknown(world, id);
  world.backend.update({ credentials: { token_id: world.workspace.token_id, token_secret: 'as-newer' } });
  open();
  await doneOnce(world, id);
});

test('a server that never answers, and one that is frozen, are out of sight', async () => {
  for (const stop of ['silent', 'frozen'] as const) {
    const { world, id, open } = await running();
    if (stop === 'frozen') world.emulator.freeze();
    else world.workspace.faults.add('FunctionGetOutputs', { hang: true, times: 3 });
    await unknown(world, id);
    world.emulator.thaw();
    world.workspace.faults.clear();
    open();
    await doneOnce(world, id);
  }
});

test('the control plane is killed and comes back', async () => {
  const { world, id, open } = await running();
  await world.emulator.kill();
  await unknown(world, id);
  await world.emulator.restart();
  open();
  await doneOnce(world, id);
});

/** A result above 8 KiB travels as a blob. */
async function largeResult(prepare: (world: World) => void) {
  const bytes = await largePicture();
  const { opened, open } = gate();
  const world = await startWorld({
    work: async (job, context) => {
      await draw(job, context);
      await opened;
      return [bytes];
    },
  });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  prepare(world);
  open();
  return { world, id };
}

test.each([
  ['a download that fails for a while', { http_status: 503, times: 3 }],
  ['a download that fails for good', { http_status: 403, times: 12 }],
  ['a corrupt download', { corrupt: true as const, times: 1 }],
])('%s: the result comes, from the call or from the ledger', async (_name, fault) => {
  const { world, id } = await largeResult(({ workspace }) => workspace.faults.add('blob:GET', fault));
  await doneOnce(world, id);
});

test.each([
  ['garbled', { corrupt: true as const, times: 5 }, 'invalid_output'],
  ['never downloaded', { http_status: 403, times: 5 }, 'backend_lost'],
])('a result that is %s, and that nobody kept, is repeated', async (_name, fault, code) => {
  const { opened, open } = gate();
  const picture = await largePicture();
  const results = { get: () => undefined, put: () => undefined };
  const work = async () => {
    await opened;
    return [picture];
  };
  const world = await startWorld({ work, worker: { results } });
  const { id } = await world.app.create();
  await world.app.until(id, (task) => task.stage === 'running');
  world.workspace.faults.add('blob:GET', fault);
  open();
  await until(async () => (await attemptsOf(world.app, id))[0]?.state === 'failed');
  world.workspace.faults.clear();
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ error: { code, retryable: true } });
  expect(await world.app.ended(id)).toMatchObject({ status: 'done', attempt: 2 });
  expect(executions(world.workspace)).toMatchObject({ calls: 2, completed: 2 });
});

test('a queue that was deleted is looked up again, and progress comes through the new one', async () => {
  const { world, id, open } = await running();
  const lookups = () => world.emulator.log.filter(({ method }) => method === 'QueueGetOrCreate').length;
  const before = lookups();
  world.workspace.faults.add('QueueGet', { status: 'NOT_FOUND' });
  await until(() => lookups() > before);
  open();
  await doneOnce(world, id);
});

test('progress says that it runs, when the word that said so was lost', async () => {
  const { opened, open } = gate();
  const world = await startWorld({
    silent: true,
    work: async (job, context) => {
      context.say({ type: 'progress', progress: 10, step: 1, total_steps: 10 });
      return drawAfter(opened)(job, context);
    },
  });
  const { id } = await world.app.create();
  await world.app.until(id, ({ stage }) => stage === 'running');
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ state: 'running' });
  open();
  await doneOnce(world, id);
});

test('an item of the queue that cannot be read costs progress, not the result', async () => {
  const { world, id, open } = await running();
  const [attempt] = await attemptsOf(world.app, id);
  const queue = world.workspace.queue('easel-events');
  queue.putRaw(attempt?.id ?? '', Buffer.from([0x80, 0x04, 0xff, 0x00]));
  queue.put(attempt?.id ?? '', 'no JSON', '{"type":"nonsense"}');
  await until(() => queue.len(attempt?.id ?? '') === 0);
  open();
  await doneOnce(world, id);
});
