import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { fixtureSettings, PAINT, SKETCH, startApp, type TestApp } from '../../test/harness.js';
import { newId } from '../ids.js';

let app: TestApp;
afterEach(() => app.stop());

/** Room for four of each model, and attempts that end when they are told to. */
async function start() {
  const settings = fixtureSettings();
  for (const model of Object.values<{ runtimes: { embedded?: { concurrency: number } } }>(settings.models)) {
    if (model.runtimes.embedded) model.runtimes.embedded.concurrency = 4;
  }
  const going: (() => void)[] = [];
  const backend = new FakeBackend().always(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    going.push(resolve);
    return { steps: [{ wait: promise }] };
  });
  app = await startApp({ settings, backend });
  return going;
}

const makeKey = async (concurrency_max: number | null) => {
  const { body } = await app.call('POST', '/v1/keys', {
    body: { name: 'bot', scopes: ['tasks:write', 'tasks:read'], concurrency_max },
  });
  return { id: body.id, headers: { authorization: `Bearer ${body.secret}` } };
};
const create = (headers = {}, model = PAINT) => app.create({ model, input: { prompt: 'x' } }, headers);
const statuses = async (tasks: { id: string }[]) =>
  Promise.all(tasks.map(async ({ id }) => (await app.get(id)).status));
const underWay = (count: number, among: { id: string }[]) =>
  expect.poll(async () => (await statuses(among)).filter((status) => status === 'processing').length).toBe(count);
/** Until the dispatcher has looked at all there is. */
const settled = async () => {
  app.ctx.runner.wake();
  await app.ctx.store.check();
  await app.ctx.store.check();
};

test('tasks of a key beyond its cap wait, and those behind them do not', async () => {
  const going = await start();
  const capped = await makeKey(1);
  const first = [await create(capped.headers), await create(capped.headers), await create(capped.headers)];
  const free = [await create(), await create()];
  await underWay(2, free);
  await settled();
  expect(await statuses(first)).toEqual(['processing', 'pending', 'pending']);
  going[0]?.();
  await app.ended(first[0]?.id ?? '');
  await underWay(1, first.slice(1));
  expect((await app.call('PATCH', `/v1/keys/${capped.id}`, { body: { concurrency_max: 2 } })).status).toBe(200);
  await underWay(2, first.slice(1));
  for (const go of going) go();
  for (const { id } of [...first, ...free]) await app.ended(id);
});

test('tasks of a person beyond their cap wait, and those of others do not', async () => {
  const going = await start();
  const other = newId('user');
  const created_at = new Date().toISOString();
  const { store, local_owner_id } = app.ctx;
  await store.write(async (tx) => {
    await tx.db.insertInto('users').values({ id: other, name: 'Other', role: 'member', created_at }).execute();
    await tx.db.updateTable('users').set({ concurrency_max: 2 }).where('id', '=', local_owner_id).execute();
  });
  const own = [await create(), await create({}, SKETCH), await create(), await create({}, SKETCH)];
  app.ctx.local_caller.owner_id = other;
  const theirs = [await create(), await create()];
  await underWay(2, theirs);
  app.ctx.local_caller.owner_id = local_owner_id;
  await settled();
  expect((await statuses(own)).sort()).toEqual(['pending', 'pending', 'processing', 'processing']);
  for (const go of going) go();
  await underWay(2, own);
  // Again and again: a task that had to wait begins after those before it have ended.
  const release = setInterval(() => going.forEach((go) => void go()), 20);
  onTestFinished(() => clearInterval(release));
  for (const { id } of own) await app.ended(id);
  app.ctx.local_caller.owner_id = other;
  for (const { id } of theirs) await app.ended(id);
});

test('looking who is at their cap reads nobody else', async () => {
  await start();
  const seen: string[] = [];
  const { readCompiled } = app.ctx.store;
  app.ctx.store.readCompiled = (query, parameters) => {
    seen.push(query.sql);
    return readCompiled(query, parameters);
  };
  app.ctx.runner.wake();
  await expect.poll(() => seen.length).toBeGreaterThan(0);
  const db = new Sqlite(join(app.ctx.config.data_dir, 'easel.db'), { readonly: true });
  const plan = db.prepare(`explain query plan ${seen[0]}`).all() as { detail: string }[];
  db.close();
  const lines = plan.map(({ detail }) => detail).filter((line) => /^(SCAN|SEARCH)/.test(line));
  expect(lines.length).toBe(4);
  for (const line of lines) expect(line).toMatch(/users_with_cap|keys_with_cap|tasks_of_owner_under_way|tasks_by_key/);
});
