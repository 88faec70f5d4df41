import { expect, test } from 'vitest';
import { draw, largePicture, modelCalls, startWorld, until } from './modal-world.js';

test('a task runs on Modal and its pictures come back', async () => {
  const { app, workspace } = await startWorld();
  const { id } = await app.create({ count: 2 });
  const task = await app.ended(id);
  expect(task).toMatchObject({ status: 'done', attempt: 1, outputs: [{ index: 0 }, { index: 1 }] });
  const [call, ...others] = modelCalls(workspace);
  expect(others).toEqual([]);
  expect(call).toMatchObject({ state: 'succeeded', executions_completed: 1 });
  const { body } = await app.call('GET', `/v1/tasks/${id}/attempts`);
  expect(body.items).toMatchObject([{ state: 'succeeded', handle: call?.call_id, backend_label: 'Emulated' }]);
});

test('results beyond 4 MiB are read in pieces, and are whole', async () => {
  const large = await largePicture(1500);
  const { app } = await startWorld({ work: async () => [large] });
  const { id } = await app.create();
  const task = await app.ended(id);
  expect(task.error).toBeNull();
  expect(task.outputs[0]?.bytes).toBe(large.length);
  expect(large.length).toBeGreaterThan(4 * 1024 * 1024);
});

test('waiting for a container and loading are told as what they are', async () => {
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const world = await startWorld({
    work: async (job, context) => {
      await gate;
      return draw(job, context);
    },
    worker: { cold_start_ms: 150, load_ms: 300 },
  });
  const stages = new Set<string>();
  world.app.ctx.store.onCommit((events) => {
    for (const { body } of events) stages.add(String(JSON.parse(body).stage));
  });
  const { id } = await world.app.create();
  await until(() => stages.has('running'));
  go();
  const task = await world.app.ended(id);
  expect(task.status).toBe('done');
  expect([...stages]).toEqual(expect.arrayContaining(['starting', 'loading', 'running']));
  expect(task.timing.load_ms).toBe(300);
  expect(task.cost_microusd).toBeGreaterThan(0);
});
