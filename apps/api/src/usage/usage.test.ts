import { afterEach, expect, test } from 'vitest';
import { workerError } from '../../test/fake-backend.js';
import { PAINT, rentedSettings, SKETCH, startApp, type TestApp } from '../../test/harness.js';
import { RentedFake } from '../../test/rented-fake.js';

let app: TestApp;
afterEach(() => app.stop());

const DAY_MS = 24 * 3600 * 1000;
const day = (before: number) => new Date(Date.now() - before * DAY_MS).toISOString().slice(0, 10);
const usage = async (query = '') => (await app.call('GET', `/v1/usage${query}`)).body;

test('sums of what was run and what it cost, by day, model, backend and owner', async () => {
  const backend = new RentedFake('ours', 'Our workspace').plan(
    { end: { error: workerError('model_error', true) }, facts: { billed_s: 2, fault: 'model_error' } },
    { facts: { billed_s: 3 }, run_ms: 2500 },
    { facts: { billed_s: 10 }, run_ms: 7000 },
    { submit: { rejected: workerError('start_timeout', true) } },
    { facts: { billed_s: 1 }, run_ms: 500 },
  );
  app = await startApp({ settings: rentedSettings(100), backend });
  const first = await app.ended((await app.create({ count: 2 })).id);
  expect(first.cost_microusd).toBe(500);
  await app.ended((await app.create({ model: SKETCH })).id);
  const old = await app.ended((await app.create({ model: SKETCH })).id);
  const before = `${day(3)}T12:00:00.000Z`;
  await app.ctx.store.write((tx) =>
    tx.db.updateTable('attempts').set({ created_at: before }).where('task_id', '=', old.id).execute(),
  );
  const total = { tasks: 3, attempts: 4, failed_attempts: 1, run_ms: 10_000, cost_microusd: 1600 };
  const byDay = await usage();
  expect(byDay).toMatchObject({ group_by: 'day', from: day(29), to: day(0), total: { key: 'total', ...total } });
  expect(byDay.items.map((i: { key: string; cost_microusd: number }) => [i.key, i.cost_microusd])).toEqual([
    [day(3), 100],
    [day(0), 1500],
  ]);
  expect((await usage('?group_by=model')).items).toEqual([
    { key: SKETCH, label: 'Sketch', tasks: 2, attempts: 2, failed_attempts: 0, run_ms: 7500, cost_microusd: 1100 },
    { key: PAINT, label: 'Paint', tasks: 1, attempts: 2, failed_attempts: 1, run_ms: 2500, cost_microusd: 500 },
  ]);
  expect((await usage('?group_by=backend')).items).toEqual([{ key: 'ours', label: 'Our workspace', ...total }]);
  const [owner] = (await usage('?group_by=owner')).items;
  expect(owner).toMatchObject({ key: app.ctx.local_owner_id, ...total });
  const earlier = await usage(`?from=${day(3)}&to=${day(2)}`);
  expect([earlier.items.length, earlier.total.cost_microusd]).toEqual([1, 100]);
  // Per output, of the attempt that succeeded; a few seconds old at most.
  const measured = async () => (await app.call('GET', `/v1/models/${PAINT}`)).body.measured;
  await expect.poll(measured).toMatchObject({ samples: 1, cost_microusd_p50: 150 });
});

test('nothing was run: sums are zero, and a period that runs backwards is refused', async () => {
  app = await startApp();
  expect(await usage()).toMatchObject({ items: [], total: { attempts: 0, cost_microusd: 0 } });
  const refused = await app.call('GET', `/v1/usage?from=${day(0)}&to=${day(1)}`);
  expect([refused.status, refused.body.code, refused.body.errors[0].path]).toEqual([400, 'invalid_input', 'from']);
  expect((await app.call('GET', '/v1/usage?from=yesterday')).body.code).toBe('invalid_input');
  expect((await app.call('GET', '/v1/usage?group_by=colour')).body.code).toBe('invalid_input');
});
