import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FakeBackend } from './fake-backend.js';
import { fixtureSettings, PAINT, startApp, type TestApp } from './harness.js';

let app: TestApp;
const queries: { sql: string; parameters: readonly unknown[] }[] = [];
beforeAll(async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  const { read } = app.ctx.store;
  const execute = read.getExecutor().executeQuery;
  // What really runs is what is explained.
  vi.spyOn(Object.getPrototypeOf(read.getExecutor()), 'executeQuery').mockImplementation(function (
    this: unknown,
    ...args: unknown[]
  ) {
    const [query] = args as [{ sql: string; parameters: readonly unknown[] }];
    queries.push({ sql: query.sql, parameters: query.parameters });
    return execute.apply(this as never, args as never);
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await app.stop();
});

/** The dispatcher reads from time to time, and the sweeper once, whatever is being tested. */
const isDispatcher = (sql: string) => /from "(tasks" where "status" = |retention_rules")/.test(sql);

/** Lines of the plans of everything read since the last call. */
function plans(): { sql: string; lines: string[] }[] {
  const db = new Sqlite(join(app.ctx.config.data_dir, 'easel.db'), { readonly: true });
  const found = queries.splice(0).flatMap(({ sql, parameters }) => {
    if (!/^\s*(select|with)/i.test(sql)) return [];
    const rows = db.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
    return [{ sql, lines: rows.map((row) => row.detail) }];
  });
  db.close();
  return found;
}

const combinations = (fields: Record<string, string[]>): string[] =>
  Object.entries(fields).reduce(
    (all, [name, values]) => all.flatMap((query) => [query, ...values.map((value) => `${query}&${name}=${value}`)]),
    ['limit=2'],
  );

test('no list reads all of a table or sorts, whatever it is filtered by', async () => {
  for (let i = 0; i < 6; i += 1) await app.ended((await app.create()).id);
  const tasks = (await app.call('GET', '/v1/tasks?limit=2')).body.next_cursor;
  const assets = (await app.call('GET', '/v1/assets?limit=2')).body.next_cursor;
  queries.splice(0);
  const lists = [
    ...combinations({ status: ['done', 'pending,processing'], model: [PAINT], type: ['image'], cursor: [tasks] }).map(
      (q) => `/v1/tasks?${q}`,
    ),
    ...combinations({
      kind: ['output', 'input'],
      favorite: ['true', 'false'],
      model: [PAINT],
      type: ['image'],
      cursor: [assets],
    }).map((q) => `/v1/assets?${q}`),
  ];
  for (const path of lists) {
    expect((await app.call('GET', path)).status).toBe(200);
    const found = plans().filter(({ sql }) => !isDispatcher(sql));
    expect(found.length).toBeGreaterThan(0);
    for (const { sql, lines } of found) {
      for (const line of lines)
        expect([path, sql, line]).toEqual([path, sql, expect.not.stringMatching(/^SCAN|TEMP B-TREE/)]);
      expect(lines.some((line) => line.startsWith('SEARCH'))).toBe(true);
    }
  }
});

test('one task, its attempts, the catalogue and the opening of a stream neither', async () => {
  const { id } = await app.ended((await app.create()).id);
  queries.splice(0);
  for (const path of [`/v1/tasks/${id}`, `/v1/tasks/${id}/attempts`, '/v1/models', '/v1/session']) {
    expect((await app.call('GET', path)).status).toBe(200);
  }
  const url = await app.listen();
  const { openSse } = await import('./sse-client.js');
  for (const position of [undefined, '0', '3']) {
    for (const path of ['/v1/events', `/v1/tasks/${id}/events`]) {
      const client = await openSse(url + path, position);
      await expect.poll(() => client.last_id ?? client.comments[0]).toBeDefined();
      client.close();
    }
  }
  const found = plans().filter(({ sql }) => !isDispatcher(sql));
  expect(found.length).toBeGreaterThan(5);
  for (const { sql, lines } of found) {
    for (const line of lines) {
      // The end of the event log: one step into the table, since `limit 1` follows the order of its key.
      if (/from "events" order by "id" (asc|desc) limit/.test(sql)) continue;
      expect([sql, line]).toEqual([sql, expect.not.stringMatching(/^SCAN|TEMP B-TREE/)]);
    }
  }
});

test('claiming, keeping leases and expiring read only what is unfinished', async () => {
  expect(Object.keys(fixtureSettings().models)).toContain(PAINT);
  queries.splice(0);
  await app.ended((await app.create()).id);
  const { expireQueued, reclaimExpired } = await import('../src/task/recover-tasks.js');
  const { pendingHeads } = await import('../src/task/claim-task.js');
  await expireQueued(app.ctx);
  await reclaimExpired(app.ctx, () => false);
  await pendingHeads(app.ctx.store.read);
  await pendingHeads(app.ctx.store.read, { keys: ['key_at_its_cap'] });
  const found = plans().filter(({ sql }) => sql.includes('from "tasks"'));
  expect(found.length).toBeGreaterThan(3);
  for (const { sql, lines } of found) {
    for (const line of lines) {
      expect([sql, line]).toEqual([
        sql,
        expect.not.stringMatching(/^SCAN tasks(?! USING (COVERING )?INDEX tasks_(pending|processing))/),
      ]);
    }
  }
});

test('calls of a backend, open calls, and what is in flight do not read all that ever ran', async () => {
  const { id } = app.backend;
  for (let i = 0; i < 2; i += 1) await app.ended((await app.create()).id);
  const cursor = (await app.call('GET', '/v1/admin/calls?limit=1')).body.next_cursor;
  queries.splice(0);
  for (const path of [
    `/v1/admin/calls?backend_id=${id}`,
    '/v1/admin/calls?task_id=task_00000000000000000000000000',
    `/v1/admin/calls?backend_id=${id}&cursor=${cursor}`,
    '/v1/admin/calls?state=unknown,running',
    `/v1/admin/calls?state=unknown&cursor=${cursor}`,
    '/v1/admin/backends',
  ]) {
    expect((await app.call('GET', path)).status).toBe(200);
    const found = plans().filter(({ sql }) => !isDispatcher(sql) && sql.includes('attempts'));
    expect([path, found.length]).toEqual([path, 1]);
    for (const line of found.flatMap(({ lines }) => lines)) {
      expect([path, line]).toEqual([
        path,
        expect.not.stringMatching(/^SCAN attempts(?! USING (COVERING )?INDEX attempts_open)/),
      ]);
    }
  }
});

test('the audit log is neither read whole nor sorted, whatever it is filtered by', async () => {
  for (let i = 0; i < 6; i += 1) await app.call('PUT', '/v1/admin/dispatch', { body: { paused: i % 2 === 0 } });
  const cursor = (await app.call('GET', '/v1/admin/audit?limit=2')).body.next_cursor;
  const { items } = (await app.call('GET', '/v1/admin/audit?limit=1')).body;
  queries.splice(0);
  const paths = combinations({
    actor_id: [app.ctx.local_owner_id],
    action: ['dispatch.pause'],
    target_id: ['dispatch'],
    outcome: ['ok'],
    request_id: [items[0].request_id],
    after: ['2026-01-01T00:00:00.000Z'],
    before: ['2090-01-01T00:00:00.000Z'],
    cursor: [cursor],
  }).map((query) => `/v1/admin/audit?${query}`);
  for (const path of [...paths, '/v1/admin/audit/targets/dispatch', '/v1/admin/audit/heads']) {
    expect([path, (await app.call('GET', path)).status]).toEqual([path, 200]);
    const found = plans().filter(({ sql }) => /from "audit"/.test(sql));
    expect([path, found.length > 0 || path.endsWith('/heads')]).toEqual([path, true]);
    for (const { sql, lines } of found) {
      for (const line of lines) {
        // The end of the log: a step into the table, since `limit` follows the order of its key.
        if (/from "audit" order by "seq" desc limit/.test(sql)) continue;
        expect([path, sql, line]).toEqual([path, sql, expect.not.stringMatching(/^SCAN|TEMP B-TREE/)]);
      }
    }
  }
});

test('no list of deliveries sorts, and none of an owner reads those of others', async () => {
  const states = { state: ['failed', 'pending,failed'], task_id: ['t'] };
  const hook = { url: 'https://example.com/' };
  const { id } = (await app.call('POST', '/v1/webhooks', { body: hook })).body;
  queries.splice(0);
  for (const path of [
    ...combinations({ ...states, webhook_id: [id] }).map((query) => `/v1/deliveries?${query}`),
    `/v1/webhooks/${id}/deliveries?state=failed`,
    ...combinations({ ...states, webhook_id: [id], owner_id: ['u'] }).map((query) => `/v1/admin/deliveries?${query}`),
  ]) {
    expect((await app.call('GET', path)).status).toBe(200);
    const found = plans().filter(({ sql }) => sql.includes('from "deliveries"'));
    expect([path, found.length]).toEqual([path, 1]);
    const never = path.startsWith('/v1/admin') ? /TEMP B-TREE/ : /^SCAN|TEMP B-TREE/;
    for (const { lines } of found) {
      for (const line of lines) expect([path, line]).toEqual([path, expect.not.stringMatching(never)]);
    }
  }
});

/** Columns of the index over what has ended: their sums need no row. */
const OVER_ENDED = 'SEARCH tasks USING COVERING INDEX tasks_by_finish';

test('lists of the tasks of all owners follow an index, whatever they are filtered by', async () => {
  for (let i = 0; i < 3; i += 1) await app.ended((await app.create()).id);
  const cursor = (await app.call('GET', '/v1/admin/tasks?limit=1')).body.next_cursor;
  const owner = app.ctx.local_owner_id;
  queries.splice(0);
  const lists = combinations({
    status: ['done', 'pending,processing'],
    model: [PAINT],
    owner_id: [owner],
    key_id: ['key_of_someone'],
    backend_id: [app.backend.id],
    error: ['out_of_memory,stale'],
    search: ['hill'],
    cursor: [cursor],
  });
  for (const query of lists) {
    expect((await app.call('GET', `/v1/admin/tasks?${query}`)).status).toBe(200);
    const found = plans().filter(({ sql }) => !isDispatcher(sql) && sql.includes('tasks'));
    expect(found.length).toBeGreaterThan(1);
    for (const { sql, lines } of found) {
      for (const line of lines)
        expect([query, sql, line]).toEqual([query, sql, expect.not.stringMatching(/^SCAN|TEMP B-TREE/)]);
    }
  }
});

test('the overview and its plots look at what ended in their time only, and at no task', async () => {
  queries.splice(0);
  expect((await app.call('GET', '/v1/admin/overview?window_s=3600')).status).toBe(200);
  for (const metric of ['throughput', 'wait', 'run', 'errors', 'cost']) {
    expect((await app.call('GET', `/v1/admin/timeseries?metric=${metric}`)).status).toBe(200);
  }
  const ended = plans().filter(({ sql }) => sql.includes('finished_at >='));
  expect(ended.length).toBeGreaterThanOrEqual(11);
  for (const { sql, lines } of ended) {
    const reads = lines.filter((line) => !line.startsWith('USE TEMP B-TREE'));
    // Why a task failed stands in its row.
    const expected = sql.includes("status = 'failed'") ? OVER_ENDED.replace('COVERING ', '') : OVER_ENDED;
    expect([sql, reads]).toEqual([sql, [expect.stringContaining(expected)]]);
  }
  await app.call('GET', '/v1/admin/timeseries?metric=queue');
  const queue = plans().filter(({ sql }) => sql.includes('finished_at >='));
  expect(queue.length).toBeGreaterThan(0);
  for (const { lines } of queue) expect(lines[0]).toContain(OVER_ENDED);
});
