import type { Delivery, Task } from '@easel/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { purge } from '../src/task/purge-tasks.js';
import { purgeDeliveries } from '../src/webhook/purge-deliveries.js';
import { FakeBackend, workerError } from './fake-backend.js';
import { IMPATIENT, rentedSettings, type StartOptions, startApp, type TestApp } from './harness.js';
import { RentedFake } from './rented-fake.js';
import { type Receiver, startReceiver } from './webhook-receiver.js';

const DAY = 86_400_000;
const EVERY = ['task.created', 'task.started', 'task.done', 'task.failed', 'task.cancelled', 'task.output'];

let app: TestApp;
let receiver: Receiver;
let ahead: number;
beforeEach(async () => {
  ahead = 0;
  receiver = await startReceiver();
});
afterEach(async () => {
  await app.stop();
  await receiver.down();
});

async function start(options: StartOptions) {
  const config = { webhook_hosts: [receiver.host], ...options.config };
  app = await startApp({ ...options, config, webhooks: { now: () => Date.now() + ahead } });
  const made = await app.call('POST', '/v1/webhooks', { body: { url: receiver.url, events: EVERY } });
  expect(made.status).toBe(201);
}

/** What was told, in the order in which it happened: that of arrival is not promised. */
const told = () =>
  receiver.seen
    .map(({ event }) => event)
    .sort((a, b) => a.timestamp.localeCompare(b.timestamp))
    .map(({ type }) => type);
const dataOf = (type: string) => receiver.seen.find(({ event }) => event.type === type)?.event.data as Task | undefined;
const deliveries = async (): Promise<Delivery[]> => (await app.call('GET', '/v1/deliveries')).body.items;

test('a task that is repeated is started once, and its end comes with its result', async () => {
  const again = { end: { error: workerError('out_of_memory', true) } };
  await start({ backend: new FakeBackend().expect(again, {}), config: { public_url: 'https://easel.example' } });
  const task = await app.ended((await app.create()).id);
  expect(task.attempt).toBe(2);
  await expect.poll(() => receiver.seen.length).toBe(3);
  expect(told()).toEqual(['task.created', 'task.started', 'task.done']);
  const data = dataOf('task.done');
  expect(data).toMatchObject({ id: task.id, status: 'done', version: task.version });
  expect(data?.outputs[0]?.url).toMatch(/^https:\/\/easel\.example\/v1\/assets\/asset_\w+\/content\?exp=/);
  expect(dataOf('task.created')).toMatchObject({ status: 'pending', outputs: [] });
});

test('a failure is told with its error', async () => {
  const bad = { end: { error: workerError('model_error', false) } };
  await start({ backend: new FakeBackend().expect(bad) });
  await app.ended((await app.create()).id);
  await expect.poll(() => receiver.seen.length).toBe(3);
  expect(dataOf('task.failed')).toMatchObject({ status: 'failed', error: { code: 'model_error' } });
});

test('a result that comes after the task was cancelled is told as output', async () => {
  const done = Promise.withResolvers<void>();
  const backend = new RentedFake().plan({
    steps: [{ stage: 'running' }, { wait: done.promise }],
    cancel: 'too_late',
    facts: { billed_s: 4 },
  });
  await start({ backend, settings: rentedSettings(), config: { patience: IMPATIENT } });
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  await app.call('POST', `/v1/tasks/${id}/cancel`);
  await app.ended(id);
  done.resolve();
  await app.until(id, (task) => task.late_outputs.length > 0);
  await expect.poll(() => receiver.seen.length).toBe(4);
  expect(told()).toEqual(['task.created', 'task.started', 'task.cancelled', 'task.output']);
  expect(dataOf('task.output')?.late_outputs).toHaveLength(1);
});

test('what is refused or replayed tells nothing', async () => {
  await start({ backend: new FakeBackend().always({}) });
  await app.call('POST', '/v1/tasks', { body: { model: 'none', input: {} } });
  const headers = { 'idempotency-key': 'k' };
  const first = await app.create({}, headers);
  await app.ended((await app.create({}, headers)).id);
  await expect.poll(() => receiver.seen.length).toBe(3);
  expect(await deliveries()).toHaveLength(3);
  expect(new Set((await deliveries()).map(({ task_id }) => task_id))).toEqual(new Set([first.id]));
});

test('the log goes with its task, and after thirty days', async () => {
  await start({ backend: new FakeBackend().always({}) });
  const [one, two] = [await app.ended((await app.create()).id), await app.ended((await app.create()).id)];
  await expect.poll(async () => (await deliveries()).filter(({ state }) => state === 'delivered').length).toBe(6);
  const past = new Date(Date.now() - 2 * DAY).toISOString();
  await app.ctx.store.write((tx) =>
    tx.db.updateTable('tasks').set({ deleted_at: past }).where('id', '=', one.id).execute(),
  );
  await purge(app.ctx);
  expect((await deliveries()).map(({ task_id }) => task_id)).toEqual([two.id, two.id, two.id]);
  ahead = 29 * DAY;
  await purgeDeliveries(app.ctx);
  expect(await deliveries()).toHaveLength(3);
  ahead = 31 * DAY;
  await purgeDeliveries(app.ctx);
  expect(await deliveries()).toHaveLength(0);
  const attempts = await app.ctx.store.read.selectFrom('delivery_attempts').select('id').execute();
  expect(attempts).toEqual([]);
});
