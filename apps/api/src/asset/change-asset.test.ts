import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaskRow } from '../db/schema.js';
import { newId } from '../ids.js';
import { sweepBlobs } from '../storage/sweep-blobs.js';
import { deleteTaskAssets, insertAsset, outputsOf, purgeAssets, restoreTaskAssets } from './asset.repository.js';
import { addOutput, HOST, startTestApp, type TestApp, uploaded } from './asset-test-app.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const call = (method: 'GET' | 'PATCH' | 'DELETE' | 'POST', path: string, payload?: object) =>
  t.app.inject({ method, url: `/v1/assets/${path}`, headers: HOST, ...(payload ? { payload } : {}) });

async function addTask(change: Partial<TaskRow>): Promise<string> {
  const at = new Date().toISOString();
  const id = newId('task');
  const nulls = {
    stage: null,
    error: null,
    retry_of: null,
    cancel_requested_at: null,
    queued_ms: null,
    start_ms: null,
    load_ms: null,
    run_ms: null,
    total_ms: null,
    not_before: null,
    lease_owner: null,
    lease_expires_at: null,
    started_at: null,
    finished_at: null,
    deleted_at: null,
    key_id: null,
    budget_month: null,
    webhook: null,
    wait_ms: null,
  };
  const row: TaskRow = {
    ...nulls,
    id,
    owner_id: t.ctx.local_owner_id,
    version: 1,
    model: 'a-model',
    mode: 'img2img',
    type: 'image',
    status: 'done',
    progress: 0,
    input: '{}',
    count: 1,
    lane: 'interactive',
    warnings: '[]',
    attempt: 0,
    max_attempts: 1,
    lost: 0,
    cost_microusd: 0,
    reserved_microusd: 0,
    metadata: '{}',
    snapshot: '{}',
    settings: '{}',
    estimate_ms: 1,
    fencing: 0,
    created_at: at,
    updated_at: at,
    ...change,
  };
  await t.ctx.store.write((tx) => tx.db.insertInto('tasks').values(row).execute());
  return id;
}

const refs = async (sha256: string) =>
  (await t.ctx.store.read.selectFrom('blobs').select('refs').where('sha256', '=', sha256).executeTakeFirst())?.refs;

describe('changing', () => {
  test('favourite and tags; a tag given twice is kept once', async () => {
    const { id } = await uploaded(t.app, 1);
    const response = await call('PATCH', id, { favorite: true, tags: ['b', 'a', 'b'] });
    expect(response.json()).toMatchObject({ favorite: true, tags: ['b', 'a'] });
    expect((await call('PATCH', id, { tags: [] })).json()).toMatchObject({ favorite: true, tags: [] });
    expect((await call('PATCH', id, {})).statusCode).toBe(400);
    expect((await call('PATCH', id, { seed: 1 })).statusCode).toBe(400);
    expect((await call('PATCH', newId('asset'), { favorite: true })).statusCode).toBe(404);
  });

  test('a change of a result is a change of its task', async () => {
    const taskId = await addTask({});
    const { id } = await addOutput(t.ctx, 2, { task_id: taskId });
    await call('PATCH', id, { favorite: true });
    await call('DELETE', id);
    await call('POST', `${id}/restore`);
    const task = await t.ctx.store.read
      .selectFrom('tasks')
      .select('version')
      .where('id', '=', taskId)
      .executeTakeFirst();
    const events = await t.ctx.store.read.selectFrom('events').select('body').where('task_id', '=', taskId).execute();
    expect(task?.version).toBe(4);
    expect(events.map((event) => JSON.parse(event.body).outputs.length)).toEqual([1, 0, 1]);
  });
});

describe('deleting', () => {
  test('hides at once and can be undone', async () => {
    const { id } = await uploaded(t.app, 3);
    expect((await call('DELETE', id)).statusCode).toBe(204);
    expect((await call('GET', id)).statusCode).toBe(404);
    expect((await call('DELETE', id)).statusCode).toBe(404);
    expect((await call('POST', `${id}/restore`)).json().id).toBe(id);
    expect((await call('POST', `${id}/restore`)).statusCode).toBe(200);
    expect((await call('GET', id)).statusCode).toBe(200);
  });

  test('is refused while an unfinished task uses the asset', async () => {
    const { id } = await uploaded(t.app, 4);
    const taskId = await addTask({ status: 'pending', not_before: '9999', input: JSON.stringify({ image: id }) });
    const refused = await call('DELETE', id);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'conflict']);
    await t.ctx.store.write((tx) =>
      tx.db.updateTable('tasks').set({ status: 'cancelled' }).where('id', '=', taskId).execute(),
    );
    expect((await call('DELETE', id)).statusCode).toBe(204);
  });

  test('a day later it is gone: first for the restore, then its rows, references and bytes', async () => {
    const first = await addOutput(t.ctx, 200);
    const second = await addOutput(t.ctx, 200);
    expect(await refs(first.sha256)).toBe(2);
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000).toISOString();
    const expire = (id: string) =>
      t.ctx.store.write((tx) =>
        tx.db.updateTable('assets').set({ deleted_at: longAgo }).where('id', '=', id).execute(),
      );
    await expire(first.id);
    expect((await call('POST', `${first.id}/restore`)).statusCode).toBe(410);
    const dayAgo = new Date(Date.now() - 24 * 3600 * 1000).toISOString();
    expect(await t.ctx.store.write((tx) => purgeAssets(tx, dayAgo))).toBe(1);
    expect((await call('POST', `${first.id}/restore`)).statusCode).toBe(404);
    expect(await refs(first.sha256)).toBe(1);
    await sweepBlobs(t.ctx, { min_age_ms: 0 });
    expect(await t.ctx.storage.stat(first.sha256)).not.toBeNull();
    await expire(second.id);
    await t.ctx.store.write((tx) => purgeAssets(tx, dayAgo));
    await sweepBlobs(t.ctx, { min_age_ms: 0 });
    expect(await t.ctx.storage.stat(first.sha256)).toBeNull();
    expect(await t.ctx.storage.stat(first.preview_sha256)).toBeNull();
    expect(await refs(first.sha256)).toBeUndefined();
  });
});

describe('results of a task', () => {
  test('one per index, counted once', async () => {
    const row = await addOutput(t.ctx, 210);
    const blob = { sha256: row.sha256, bytes: row.bytes, content_type: row.content_type };
    const twin = { ...row, id: newId('asset') };
    expect(await t.ctx.store.write((tx) => insertAsset(tx, twin, [blob], t.ctx.storage))).toBe(false);
    expect(await refs(row.sha256)).toBe(1);
    const late = { ...twin, late: 1 };
    expect(await t.ctx.store.write((tx) => insertAsset(tx, late, [blob], t.ctx.storage))).toBe(true);
    expect(await refs(row.sha256)).toBe(2);
    expect((await outputsOf(t.ctx.store.read, row.task_id ?? '')).map((r) => r.late)).toEqual([0, 1]);
  });

  test('come back with the task, except those that were deleted by themselves', async () => {
    const taskId = newId('task');
    const [alone, shared] = [
      await addOutput(t.ctx, 211, { task_id: taskId }),
      await addOutput(t.ctx, 212, { task_id: taskId, idx: 1 }),
    ];
    const { write, read } = t.ctx.store;
    await t.ctx.store.write((tx) =>
      tx.db.updateTable('assets').set({ deleted_at: '2026-01-01T00:00:00.000Z' }).where('id', '=', alone.id).execute(),
    );
    const at = `2026-02-01T00:00:00.${randomUUID().slice(0, 3)}Z`;
    await write((tx) => deleteTaskAssets(tx, taskId, at));
    expect(await outputsOf(read, taskId)).toEqual([]);
    await write((tx) => restoreTaskAssets(tx, taskId, at));
    expect((await outputsOf(read, taskId)).map((row) => row.id)).toEqual([shared.id]);
  });
});
