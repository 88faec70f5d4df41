import { afterEach, expect, test } from 'vitest';
import { newId } from '../src/ids.js';
import { submitTask } from '../src/task/submit-task.js';
import { FakeBackend } from './fake-backend.js';
import { PAINT, startApp, type TestApp } from './harness.js';

let app: TestApp;
afterEach(() => app.stop());

const addOwner = async () => {
  const id = newId('user');
  const user = { id, name: 'Other', role: 'member' as const, created_at: new Date().toISOString() };
  await app.ctx.store.write((tx) => tx.db.insertInto('users').values(user).execute());
  return id;
};
const submit = (owner_id: string, lane: 'interactive' | 'background' = 'interactive') =>
  submitTask(app.ctx, {
    owner_id,
    key: null,
    route: 'POST /v1/tasks',
    idempotency_key: undefined,
    body: { model: PAINT, input: { prompt: 'x' }, lane },
  });

test('two owners with 50 tasks each finish interleaved', async () => {
  const gate = Promise.withResolvers<void>();
  let first = true;
  const backend = new FakeBackend().always(() => {
    const steps = first ? [{ stage: 'running' as const }, { wait: gate.promise }] : [{ stage: 'running' as const }];
    first = false;
    return { steps };
  });
  app = await startApp({ backend });
  const owners = [app.ctx.local_owner_id, await addOwner()];
  const ownerOf = new Map<string, number>();
  for (const [index, owner] of owners.entries()) {
    for (const { task } of await Promise.all(Array.from({ length: 50 }, () => submit(owner))))
      ownerOf.set(task.id, index);
  }
  gate.resolve();
  await expect
    .poll(
      async () =>
        (await app.ctx.store.read.selectFrom('tasks').select('id').where('status', '=', 'done').execute()).length,
      { timeout: 25_000 },
    )
    .toBe(100);
  const order = backend.jobs.map((job) => ownerOf.get(job.task_id));
  const counts = [0, 0];
  for (const owner of order) {
    counts[owner ?? 0] = (counts[owner ?? 0] ?? 0) + 1;
    expect(Math.abs((counts[0] ?? 0) - (counts[1] ?? 0))).toBeLessThanOrEqual(2);
  }
});

test('a flood of background work delays an interactive task by at most one running task', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let count = 0;
  const backend = new FakeBackend().always(() => {
    const gate = gates[count++];
    return gate ? { steps: [{ wait: gate.promise }] } : {};
  });
  app = await startApp({ backend });
  const flooder = await addOwner();
  await Promise.all(Array.from({ length: 100 }, () => submit(flooder, 'background')));
  await expect.poll(() => backend.jobs.length).toBe(1);
  gates[0]?.resolve();
  await expect.poll(() => backend.jobs.length).toBe(2);
  const { task } = await submit(app.ctx.local_owner_id);
  gates[1]?.resolve();
  await app.ended(task.id);
  expect(backend.jobs.findIndex((job) => job.task_id === task.id)).toBe(2);
});

test('places in the queue are told while a task waits', async () => {
  const gate = Promise.withResolvers<void>();
  app = await startApp({ backend: new FakeBackend().always({ steps: [{ wait: gate.promise }] }) });
  const tasks: { id: string }[] = [];
  for (let i = 0; i < 4; i += 1) tasks.push(await app.create());
  const places = async () => Promise.all(tasks.map(async ({ id }) => (await app.get(id)).queue_position));
  await expect.poll(places, { timeout: 10_000 }).toEqual([null, 1, 2, 3]);
  await app.call('POST', `/v1/tasks/${tasks[1]?.id}/cancel`);
  await expect.poll(places, { timeout: 10_000 }).toEqual([null, null, 1, 2]);
  gate.resolve();
  for (const { id } of tasks) await app.ended(id);
});
