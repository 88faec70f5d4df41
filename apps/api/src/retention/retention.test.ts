import type { RetentionRule } from '@easel/contracts';
import { afterEach, expect, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { fixtureSettings, startApp, type TestApp } from '../../test/harness.js';
import { tinyPicture } from '../../test/tiny-picture.js';
import { purge } from '../task/purge-tasks.js';
import { applyRetention } from './apply.js';

let app: TestApp;
afterEach(() => app.stop());

const DAY_MS = 24 * 3600 * 1000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const rule = (kind: RetentionRule['kind'], change: Partial<RetentionRule> = {}) => ({
  kind,
  older_than_days: 30,
  ...change,
});

const start = async (tasks: number, retention_days: number | null = null) => {
  const settings = fixtureSettings();
  settings.limits.retention_days = retention_days;
  const backend = new FakeBackend();
  for (let n = 0; n < tasks; n += 1) backend.expect({});
  app = await startApp({ settings, backend });
};

/** A task that ended so many days ago. */
async function oldTask(days: number): Promise<{ id: string; asset: string }> {
  const { id, outputs } = await app.ended((await app.create()).id);
  await app.ctx.store.write(async (tx) => {
    const at = ago(days);
    await tx.db.updateTable('tasks').set({ created_at: at, finished_at: at }).where('id', '=', id).execute();
    await tx.db.updateTable('assets').set({ created_at: at }).where('task_id', '=', id).execute();
  });
  return { id, asset: outputs[0]?.id ?? '' };
}

async function upload(seed: number, days: number): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await tinyPicture(seed))], { type: 'image/png' }), 'a.png');
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const payload = Buffer.from(await request.arrayBuffer());
  const { id } = (await app.call('POST', '/v1/assets', { payload, headers })).body;
  await app.ctx.store.write((tx) =>
    tx.db
      .updateTable('assets')
      .set({ created_at: ago(days) })
      .where('id', '=', id)
      .execute(),
  );
  return id;
}

const status = async (path: string) => (await app.call('GET', path)).status;
const put = (rules: unknown[]) => app.call('PUT', '/v1/admin/retention', { body: { rules } });
const preview = async (rules: unknown[]) =>
  (await app.call('POST', '/v1/admin/retention/preview', { body: { rules } })).body;
const run = async () => (await app.call('POST', '/v1/admin/retention/run')).body;
const audit = (action: 'retention.change' | 'retention.run') =>
  app.ctx.store.read.selectFrom('audit').selectAll().where('action', '=', action).execute();

test('a preview says what would go, by itself and together, and changes nothing', async () => {
  await start(3);
  const [old, kept, young] = [await oldTask(40), await oldTask(40), await oldTask(10)];
  await app.call('PATCH', `/v1/assets/${kept.asset}`, { body: { favorite: true } });
  const input = await upload(7, 50);
  const seen = await preview([rule('output'), rule('task'), rule('input'), rule('output', { keep_favorites: false })]);
  const counts = seen.rules.map((r: { tasks: number; assets: number }) => [r.tasks, r.assets]);
  expect(counts).toEqual([
    [0, 1],
    [1, 1],
    [0, 1],
    [0, 2],
  ]);
  expect(seen.total).toMatchObject({ tasks: 1, assets: 3 });
  expect(seen.total.bytes).toBeGreaterThan(0);
  expect(seen.total.oldest_at < ago(49)).toBe(true);
  expect(seen.rules[1].sample).toEqual([expect.objectContaining({ id: old.id, kind: 'task', type: 'image' })]);
  expect(seen.rules[2].sample[0].id).toBe(input);
  expect(seen.rules[1].by_owner).toEqual([
    expect.objectContaining({ owner_id: app.ctx.local_owner_id, tasks: 1, assets: 1 }),
  ]);
  expect((await preview([rule('output', { type: 'video' })])).total).toMatchObject({ assets: 0, oldest_at: null });
  for (const path of [
    `/v1/tasks/${old.id}`,
    `/v1/assets/${old.asset}`,
    `/v1/assets/${input}`,
    `/v1/tasks/${young.id}`,
  ]) {
    expect(await status(path)).toBe(200);
  }
  expect(await audit('retention.run')).toEqual([]);
});

test('what is removed can be brought back for a day, then it is gone with its bytes', async () => {
  await start(2);
  const [one, two] = [await oldTask(40), await oldTask(40)];
  const answer = await put([rule('task')]);
  expect([answer.status, answer.body.rules.length, answer.body.undo_s]).toEqual([200, 1, 86_400]);
  expect(await run()).toMatchObject({ tasks: 2, assets: 2, more: false });
  expect(await run()).toEqual({ tasks: 0, assets: 0, bytes: 0, more: false });
  expect([await status(`/v1/tasks/${one.id}`), await status(`/v1/assets/${two.asset}`)]).toEqual([404, 404]);
  expect((await app.call('POST', `/v1/tasks/${one.id}/restore`)).status).toBe(200);
  expect(await status(`/v1/assets/${one.asset}`)).toBe(200);
  await app.ctx.store.write((tx) =>
    tx.db
      .updateTable('tasks')
      .set({ deleted_at: ago(2) })
      .where('id', '=', two.id)
      .execute(),
  );
  await app.ctx.store.write((tx) =>
    tx.db
      .updateTable('assets')
      .set({ deleted_at: ago(2) })
      .where('id', '=', two.asset)
      .execute(),
  );
  await purge(app.ctx);
  expect((await app.call('POST', `/v1/tasks/${two.id}/restore`)).status).toBe(404);
  const [change] = await audit('retention.change');
  expect(change).toMatchObject({ actor_kind: 'local', outcome: 'ok' });
  const [entry, ...more] = await audit('retention.run');
  expect(more).toEqual([]);
  expect(JSON.parse(entry?.after ?? '')).toMatchObject({ rule: { kind: 'task' }, removed: { tasks: 2, assets: 2 } });
});

test('nothing of an unfinished task is touched, nor what one reads', async () => {
  await start(1);
  const done = await oldTask(90);
  const input = await upload(9, 90);
  app.ctx.backends.setDispatchPaused(true);
  const waiting = await app.create({ mode: 'img2img', input: { prompt: 'a hill', image: done.asset } });
  const other = await app.create({ mode: 'img2img', input: { prompt: 'a hill', image: input } });
  await app.ctx.store.write(async (tx) => {
    await tx.db
      .updateTable('tasks')
      .set({ created_at: ago(90) })
      .where('id', 'in', [waiting.id, other.id])
      .execute();
  });
  const rules = ['output', 'input', 'task'].map((kind) => rule(kind as 'task', { older_than_days: 1 }));
  expect((await preview(rules)).total).toMatchObject({ tasks: 0, assets: 0 });
  await put(rules);
  expect(await run()).toMatchObject({ tasks: 0, assets: 0 });
  for (const id of [waiting.id, other.id]) await app.call('POST', `/v1/tasks/${id}/cancel`);
  await app.ctx.store.write((tx) =>
    tx.db
      .updateTable('tasks')
      .set({ finished_at: ago(90) })
      .where('id', 'in', [waiting.id, other.id])
      .execute(),
  );
  expect(await run()).toMatchObject({ tasks: 3, assets: 2 });
});

test('the settings speak while there are no rules; rules are checked', async () => {
  await start(1, 14);
  const { asset } = await oldTask(20);
  expect((await app.call('GET', '/v1/admin/retention')).body).toMatchObject({ rules: [], default_days: 14 });
  expect((await preview([])).total).toMatchObject({ assets: 1 });
  await put([rule('output', { older_than_days: 365 })]);
  expect(await applyRetention(app.ctx)).toMatchObject({ assets: 0 });
  await put([]);
  expect(await applyRetention(app.ctx)).toMatchObject({ assets: 1 });
  expect(await status(`/v1/assets/${asset}`)).toBe(404);
  expect(await audit('retention.run')).toMatchObject([{ actor_kind: 'system' }]);
  const nobody = await put([rule('output', { owner_id: 'user_00000000000000000000000000' })]);
  expect([nobody.status, nobody.body.errors[0].path]).toEqual([400, 'rules.0.owner_id']);
  expect((await put([rule('output', { older_than_days: 0 })])).status).toBe(400);
});
