import type { Spender } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { FakeBackend, workerError } from '../../test/fake-backend.js';
import { PAINT, rentedSettings, startApp, type TestApp } from '../../test/harness.js';
import { RentedFake } from '../../test/rented-fake.js';
import { seedTasks } from '../../test/seed.js';

interface Plotted {
  key: string;
  values: number[];
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

let app: TestApp;
afterEach(() => app.stop());

const overview = async (query = '') => (await app.call('GET', `/v1/admin/overview${query}`)).body;

test('an installation in which nothing happened is well and needs nothing', async () => {
  app = await startApp();
  const found = await overview();
  expect(found).toMatchObject({
    window_s: 86_400,
    queue: { pending: 0, processing: 0, oldest_pending_s: null, waiting_too_long: 0 },
    wait: { p50_ms: null, p95_ms: null, samples: 0 },
    objective: { met_ratio: null, ok: true, target_s: app.settings.limits.queued_slo_s },
    ended: { done: 0, failed: 0, cancelled: 0, per_hour: 0 },
    errors: { ratio: null, by_code: [] },
    cost: { today_microusd: 0, window_microusd: 0, by_model: [] },
    spenders: [],
    people: { users: 1, keys: 0, sessions: 0 },
    needs: [],
  });
});

test('counts what ended, what it cost and who spent it', async () => {
  const backend = new RentedFake('ours', 'Our workspace').plan(
    { facts: { billed_s: 3 }, run_ms: 2500 },
    { facts: { billed_s: 10 }, run_ms: 7000 },
    { end: { error: workerError('out_of_memory', false) }, facts: { billed_s: 2 } },
  );
  app = await startApp({ settings: rentedSettings(100), backend });
  for (let i = 0; i < 3; i += 1) await app.ended((await app.create()).id);
  const found = await overview('?window_s=3600');
  expect(found.ended).toEqual({ done: 2, failed: 1, cancelled: 0, per_hour: 3 });
  expect(found.errors).toEqual({ ratio: 1 / 3, by_code: [{ code: 'out_of_memory', count: 1 }] });
  expect(found.run).toEqual({ p50_ms: 2500, p95_ms: 7000, samples: 2 });
  expect(found.wait.samples).toBeGreaterThanOrEqual(2);
  expect(found.cost).toEqual({
    today_microusd: 1500,
    window_microusd: 1500,
    by_model: [{ model: PAINT, name: 'Paint', tasks: 3, cost_microusd: 1500 }],
  });
  const owner = { id: app.ctx.local_owner_id, name: app.ctx.local_caller.name };
  expect(found.spenders).toEqual([{ owner, key: null, tasks: 3, cost_microusd: 1500 }]);
  expect(found.objective.met_ratio).toBe(1);
  const cost = (await app.call('GET', '/v1/admin/timeseries?metric=cost')).body;
  expect(cost.at.length).toBe(cost.series[0].values.length);
  expect(cost.at.length).toBeLessThanOrEqual(101);
  expect(
    cost.series.map((s: { key: string; values: number[] }) => [s.key, s.values.reduce((a, b) => a + b, 0)]),
  ).toEqual([[PAINT, 1500]]);
  const sums = async (metric: string) => {
    const { series } = (await app.call('GET', `/v1/admin/timeseries?metric=${metric}&step_s=86400`)).body;
    return Object.fromEntries(
      series.map((s: { key: string; values: number[] }) => [s.key, s.values.reduce((a, b) => a + (b ?? 0), 0)]),
    );
  };
  expect(await sums('throughput')).toEqual({ done: 2, failed: 1, cancelled: 0 });
  expect(await sums('errors')).toEqual({ out_of_memory: 1 });
  expect(await sums('run')).toEqual({ p50: 2500, p95: 7000 });
});

test('what waits is in the queue of each step, and misses the objective when it waits too long', async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true } });
  const { id } = await app.create();
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  await app.ctx.store.write((tx) =>
    tx.db.updateTable('tasks').set({ created_at: hourAgo }).where('id', '=', id).execute(),
  );
  const found = await overview();
  expect(found.queue).toMatchObject({ pending: 1, processing: 0, waiting_too_long: 1 });
  expect(found.queue.oldest_pending_s).toBeGreaterThanOrEqual(3600);
  expect(found.objective).toMatchObject({ met_ratio: 0, ok: false });
  expect(found.needs.map((n: { kind: string; severity: string }) => [n.kind, n.severity])).toEqual([
    ['dispatch_paused', 'bad'],
    ['objective_missed', 'bad'],
  ]);
  expect(found.needs[0]).toMatchObject({ verbs: ['resume', 'see'], since: expect.any(String) });
  const queue = (await app.call('GET', '/v1/admin/timeseries?metric=queue&step_s=1800')).body.series[0];
  expect(queue.key).toBe('waiting');
  expect(queue.values.slice(-2)).toEqual([1, 1]);
  expect(queue.values.slice(0, -3)).toEqual(Array(queue.values.length - 3).fill(0));
});

test('a time that runs backwards and too many points are refused', async () => {
  app = await startApp();
  const ask = (query: string) => app.call('GET', `/v1/admin/timeseries?metric=run${query}`);
  const [from, to] = ['2026-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];
  expect((await ask(`&from=${from}&to=${to}`)).body.errors[0].path).toBe('from');
  expect((await ask('&step_s=1')).body.errors[0].path).toBe('step_s');
  const whole = (await ask(`&from=${to}&to=${from}&step_s=3600`)).body;
  expect([whole.from, whole.to, whole.at.length]).toEqual([to, from, 24]);
  expect((await app.call('GET', '/v1/admin/overview?window_s=1')).body.code).toBe('invalid_input');
});

test('figures of many days are those of a plain look at all rows', async () => {
  app = await startApp();
  const { store, settings } = app.ctx;
  await seedTasks(store, { tasks: 1500, users: 3, keys: 2, pending: 5, days: 4, settings });
  const rows = await store.read.selectFrom('tasks').selectAll().execute();
  const ended = rows.filter((row) => row.finished_at !== null);
  const found = await overview('?window_s=864000');
  const count = (status: string) => ended.filter((row) => row.status === status).length;
  expect(found.ended).toMatchObject({ done: count('done'), failed: count('failed'), cancelled: count('cancelled') });
  expect(found.queue).toMatchObject({ pending: 5, processing: 0 });
  const codes = found.errors.by_code.reduce((sum: number, each: { count: number }) => sum + each.count, 0);
  expect([codes, found.errors.by_code.length > 2]).toEqual([count('failed'), true]);
  const cost = ended.reduce((sum, row) => sum + row.cost_microusd, 0);
  expect(found.cost.window_microusd).toBe(cost);
  const waits = ended.flatMap((row) => row.wait_ms ?? []).sort((a, b) => a - b);
  expect(found.wait).toEqual({
    p50_ms: waits[Math.ceil(waits.length / 2) - 1],
    p95_ms: waits[Math.ceil(waits.length * 0.95) - 1],
    samples: waits.length,
  });
  const spent = new Map<string, number>();
  for (const row of ended) {
    const holder = `${row.owner_id} ${row.key_id}`;
    spent.set(holder, (spent.get(holder) ?? 0) + row.cost_microusd);
  }
  const top = [...spent].sort(([, a], [, b]) => b - a).slice(0, 5);
  expect(
    found.spenders.map((each: Spender) => [`${each.owner.id} ${each.key?.id ?? null}`, each.cost_microusd]),
  ).toEqual(top);

  const series = async (metric: string) =>
    (await app.call('GET', `/v1/admin/timeseries?metric=${metric}&step_s=18000&from=${daysAgo(5)}`)).body;
  for (const metric of ['throughput', 'errors', 'cost']) {
    const plot = await series(metric);
    const total = plot.series.reduce((sum: number, of: Plotted) => sum + of.values.reduce((a, b) => a + b, 0), 0);
    expect([metric, total]).toEqual([
      metric,
      metric === 'cost' ? cost : metric === 'errors' ? count('failed') : ended.length,
    ]);
  }
  const queue = await series('queue');
  const beginnings: string[] = queue.at;
  const expected = beginnings.map((at) => {
    const end = Date.parse(at) + 18_000_000;
    return rows.filter((row) => {
      const came = Date.parse(row.created_at);
      const ended_at = row.finished_at === null ? null : Date.parse(row.finished_at);
      const went = row.wait_ms === null ? ended_at : came + row.wait_ms;
      return came < end && (went === null || went >= end);
    }).length;
  });
  expect(queue.series[0].values).toEqual(expected);
  expect(expected.at(-1)).toBe(5);
});
