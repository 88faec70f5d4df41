import { STREAM_EVENTS, type StreamEventName } from '@easel/contracts';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { newId } from '../src/ids.js';
import { openStream } from '../src/task/event-stream.js';
import { changeTask } from '../src/task/task.repository.js';
import { FakeBackend } from './fake-backend.js';
import { startApp, type TestApp } from './harness.js';
import { openSse, type SseClient } from './sse-client.js';

const LONG = process.env.EASEL_LONG === '1';
const apps: TestApp[] = [];
const clients: SseClient[] = [];
const start = async (...args: Parameters<typeof startApp>) => {
  const started = await startApp(...args);
  apps.push(started);
  return { ...started, url: await started.listen() };
};
const open = async (url: string, lastEventId?: string) => {
  const client = await openSse(url, lastEventId);
  clients.push(client);
  return client;
};
afterEach(async () => {
  vi.useRealTimers();
  for (const client of clients.splice(0)) client.close();
  for (const app of apps.splice(0)) await app.stop();
});

/** Ids of stored changes in the log, oldest first. */
const storedIds = async ({ ctx }: Pick<TestApp, 'ctx'>) =>
  (await ctx.store.read.selectFrom('events').select('id').orderBy('id').execute()).map((row) => row.id);

/** Changes a task `times` times; each is a stored change. */
async function touch({ ctx }: Pick<TestApp, 'ctx'>, id: string, times: number, size = 1) {
  for (let i = 0; i < times; i += 1) {
    const metadata = JSON.stringify({ i: String(i), pad: 'x'.repeat(size) });
    await ctx.store.write((tx) => changeTask(tx, id, { from: ['pending', 'processing'] }, { metadata }));
  }
}

/** An app with one task that runs until the test ends. */
async function withRunning(options: Parameters<typeof startApp>[0] = {}) {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().always({ steps: [{ stage: 'running' }, { wait: gate.promise }] });
  const app = await start({ backend, config: { shutdown_s: 0 }, ...options });
  const { id } = await app.create();
  await app.until(id, (task) => task.stage === 'running');
  return { ...app, id, gate };
}

test('on connect the whole task, then every stored change in order, each as declared', async () => {
  const gate = Promise.withResolvers<void>();
  const backend = new FakeBackend().expect({
    steps: [
      { wait: gate.promise },
      { stage: 'loading' },
      { stage: 'running' },
      { progress: 10 },
      { preview: 'data:image/png;base64,AA' },
      { progress: 60 },
    ],
  });
  const { url, create } = await start({ backend });
  const { id } = await create();
  const client = await open(`${url}/v1/tasks/${id}/events`);
  const first = await client.until((e) => e.event === 'task');
  expect(first.data.id).toBe(id);
  gate.resolve();
  const done = await client.until((e) => e.event === 'task' && e.data.status === 'done');
  expect(done.data.outputs).toHaveLength(1);
  expect(done.data.outputs[0].url).toContain('sig=');
  for (const { event, data } of client.events) {
    const schema = STREAM_EVENTS[event as StreamEventName];
    expect(data).toEqual(schema.parse(data));
  }
  const stored = client.events.filter((e) => e.event === 'task');
  const versions = stored.map((e) => e.data.version);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(new Set(versions).size).toBe(versions.length);
  expect(stored.every((e) => e.id !== null)).toBe(true);
  const momentary = client.events.filter((e) => e.event === 'progress' || e.event === 'preview');
  expect(momentary.filter((e) => e.data.progress > 0).map((e) => e.data.progress)).toEqual([10, 60]);
  expect(momentary.some((e) => e.event === 'preview')).toBe(true);
  expect(momentary.every((e) => e.id === null)).toBe(true);
});

test('the stream of an owner begins with every unfinished task and follows all', async () => {
  const { url, create, id, gate, call } = await withRunning();
  const pending = await create();
  const client = await open(`${url}/v1/events`);
  await client.until((e) => e.data.id === pending.id);
  expect(
    client.events
      .filter((e) => e.event === 'task')
      .map((e) => e.data.id)
      .sort(),
  ).toEqual([id, pending.id].sort());
  const later = await create();
  await client.until((e) => e.data.id === later.id);
  await call('DELETE', `/v1/tasks/${later.id}`);
  const deleted = await client.until((e) => e.event === 'deleted');
  expect(deleted.data).toEqual({ task_id: later.id });
  expect(deleted.id).not.toBeNull();
  gate.resolve();
  await client.until((e) => e.data.id === pending.id && e.data.status === 'done');
});

test('resuming after an id gives exactly what came after it; 0 replays all', async () => {
  const { url, ctx, id } = await withRunning();
  await touch({ ctx }, id, 30);
  const ids = await storedIds({ ctx });
  const last = String(ids.at(-1));
  const all = await open(`${url}/v1/events`, '0');
  await all.until((e) => e.id === last);
  expect(all.events.filter((e) => e.id !== null).map((e) => Number(e.id))).toEqual(ids);
  const middle = ids[10] ?? 0;
  const rest = await open(`${url}/v1/tasks/${id}/events`, String(middle));
  await rest.until((e) => e.id === last);
  expect(rest.events.map((e) => Number(e.id))).toEqual(ids.filter((i) => i > middle));
  expect((await open(`${url}/v1/events`, last)).status).toBe(200);
});

test('a position that the log no longer holds, or never held, is told by reset and followed by the present state', async () => {
  const { url, ctx, id } = await withRunning();
  await touch({ ctx }, id, 20);
  const ids = await storedIds({ ctx });
  await ctx.store.write((tx) =>
    tx.db
      .deleteFrom('events')
      .where('id', '<=', ids[9] ?? 0)
      .execute(),
  );
  for (const unknown of [String(ids[4]), '999999', 'nonsense', '-1']) {
    const client = await open(`${url}/v1/events`, unknown);
    const task = await client.until((e) => e.event === 'task');
    expect(client.events[0]?.event).toBe('reset');
    expect(task.data.id).toBe(id);
    expect(client.last_id).toBe(String(ids.at(-1)));
  }
  const held = await open(`${url}/v1/events`, String(ids[9]));
  await held.until((e) => e.id === String(ids.at(-1)));
  expect(held.events.some((e) => e.event === 'reset')).toBe(false);
});

test('nobody sees the tasks of another owner', async () => {
  const { url, ctx, call, create } = await withRunning();
  const stranger = newId('user');
  await ctx.store.write((tx) =>
    tx.db
      .insertInto('users')
      .values({ id: stranger, name: 'S', role: 'member', created_at: new Date().toISOString() })
      .execute(),
  );
  const theirs = await create();
  await ctx.store.write(async (tx) => {
    await tx.db.updateTable('tasks').set({ owner_id: stranger }).where('id', '=', theirs.id).execute();
    await tx.db.updateTable('events').set({ owner_id: stranger }).where('task_id', '=', theirs.id).execute();
  });
  const live = await open(`${url}/v1/events`);
  const replay = await open(`${url}/v1/events`, '0');
  await touch({ ctx }, theirs.id, 3);
  const mine = await create();
  for (const client of [live, replay]) {
    await client.until((e) => e.data.id === mine.id);
    expect(client.events.some((e) => e.data.id === theirs.id || e.data.task_id === theirs.id)).toBe(false);
  }
  expect((await open(`${url}/v1/tasks/${theirs.id}/events`)).status).toBe(404);
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/attempts'],
    ['DELETE', ''],
    ['POST', '/cancel'],
    ['POST', '/retry'],
    ['POST', '/restore'],
  ]) {
    const answer = await call(method ?? '', `/v1/tasks/${theirs.id}${path}`);
    expect([path, answer.body.code]).toEqual([path, 'task_not_found']);
  }
});

test('a comment keeps a quiet stream open', async () => {
  const { ctx } = await withRunning();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { EventEmitter } = await import('node:events');
  const stream = await openStream(
    ctx,
    { owner_id: ctx.local_owner_id, caller: ctx.local_caller, task_id: null },
    undefined,
    {
      raw: new EventEmitter(),
    },
  );
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  vi.advanceTimersByTime(15_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(text).toContain('\n\n: ');
  stream.destroy();
});

test('a client that does not read is cut off, and resumes without a loss', async () => {
  const { url, ctx, id } = await withRunning();
  const client = await open(`${url}/v1/events`);
  client.pause();
  const { last_id } = client;
  await expect
    .poll(
      async () => {
        await touch({ ctx }, id, 40, 400_000);
        return ctx.hub.listeners();
      },
      { timeout: 20_000, interval: 1 },
    )
    .toBe(0);
  const ids = (await storedIds({ ctx })).filter((i) => i > Number(last_id ?? 0));
  const again = await open(`${url}/v1/events`, last_id ?? '0');
  await again.until((e) => e.id === String(ids.at(-1)));
  expect(again.events.filter((e) => e.id !== null).map((e) => Number(e.id))).toEqual(ids);
});

test('when the process stops, streams end and say how soon to come back', async () => {
  const app = await withRunning();
  const client = await open(`${app.url}/v1/events`);
  await app.stop();
  await client.closed;
  expect(client.comments).toContain('restarting');
});

test('property: however a client is cut and comes back, it sees every stored change once and in order', async () => {
  const app = await withRunning();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ changes: fc.nat(6), cut: fc.boolean() }), { minLength: 1, maxLength: 8 }),
      async (plan) => {
        const from = String((await storedIds(app)).at(-1));
        let client = await open(`${app.url}/v1/tasks/${app.id}/events`, from);
        const seen: number[] = [];
        const collect = () => seen.push(...client.events.filter((e) => e.id !== null).map((e) => Number(e.id)));
        for (const { changes, cut } of plan) {
          const writing = touch(app, app.id, changes);
          if (cut) {
            client.close();
            await client.closed;
            collect();
            client = await open(`${app.url}/v1/tasks/${app.id}/events`, String(seen.at(-1) ?? from));
          }
          await writing;
        }
        await touch(app, app.id, 1);
        const ids = (await storedIds(app)).filter((id) => id > Number(from));
        await client.until((e) => e.id === String(ids.at(-1)));
        collect();
        client.close();
        expect(seen).toEqual(ids);
      },
    ),
    { numRuns: LONG ? 200 : 15, seed: 20 },
  );
});

test('200 clients, each cut again and again, see every stored change', { timeout: 120_000 }, async () => {
  const app = await withRunning();
  const rounds = LONG ? 30 : 3;
  const from = String((await storedIds(app)).at(-1));
  let writing = true;
  const followers = Array.from({ length: 200 }, () => ({ seen: [] as number[], position: from }));
  const changes = (async () => {
    while (writing) {
      await touch(app, app.id, 1);
      await new Promise((resolve) => setTimeout(resolve, LONG ? 20 : 50));
    }
  })();
  for (let round = 0; round < rounds; round += 1) {
    const connected = await Promise.all(followers.map((f) => openSse(`${app.url}/v1/events`, f.position)));
    await new Promise((resolve) => setTimeout(resolve, LONG ? 1000 : 300));
    for (const [index, client] of connected.entries()) {
      client.close();
      const follower = followers[index];
      follower?.seen.push(...client.events.filter((e) => e.id !== null).map((e) => Number(e.id)));
      if (follower) follower.position = client.last_id ?? follower.position;
    }
  }
  writing = false;
  await changes;
  const ids = (await storedIds(app)).filter((id) => id > Number(from));
  const last = String(ids.at(-1));
  await Promise.all(
    followers.map(async (follower) => {
      if (follower.position === last) return;
      const client = await openSse(`${app.url}/v1/events`, follower.position);
      await client.until((e) => e.id === last);
      client.close();
      follower.seen.push(...client.events.filter((e) => e.id !== null).map((e) => Number(e.id)));
    }),
  );
  for (const follower of followers) expect(follower.seen).toEqual(ids);
  await expect.poll(() => app.ctx.hub.listeners()).toBe(0);
});
