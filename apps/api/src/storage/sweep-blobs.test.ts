import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BlobGone, insertAsset } from '../asset/asset.repository.js';
import { addOutput, startTestApp, type TestApp } from '../asset/asset-test-app.js';
import { newId } from '../ids.js';
import { sweepBlobs } from './sweep-blobs.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const NOW = { min_age_ms: 0 };
const put = (text: string) => t.ctx.storage.put(Buffer.from(text), 'image/png');

async function rowsWithoutBytes(): Promise<string[]> {
  const rows = await t.ctx.store.read.selectFrom('blobs').select('sha256').execute();
  const stats = await Promise.all(
    rows.map(async (row) => ((await t.ctx.storage.stat(row.sha256)) ? [] : [row.sha256])),
  );
  return stats.flat();
}

test('files without a row go when they are old enough; named ones stay', async () => {
  const named = await addOutput(t.ctx, 1);
  const orphan = await put('orphan');
  await sweepBlobs(t.ctx, { min_age_ms: 60_000 });
  expect(await t.ctx.storage.stat(orphan.sha256)).not.toBeNull();
  expect(await sweepBlobs(t.ctx, NOW)).toEqual({ rows: 0, files: 1 });
  expect(await t.ctx.storage.stat(orphan.sha256)).toBeNull();
  expect(await t.ctx.storage.stat(named.sha256)).not.toBeNull();
});

test('a row that nothing points to goes with its file', async () => {
  const { sha256, bytes, content_type } = await put('unused');
  const created_at = new Date(Date.now() - 1000).toISOString();
  await t.ctx.store.write((tx) =>
    tx.db.insertInto('blobs').values({ sha256, bytes, content_type, refs: 0, created_at }).execute(),
  );
  expect(await sweepBlobs(t.ctx, NOW)).toEqual({ rows: 1, files: 1 });
});

test('bytes swept before they are named are not named', async () => {
  const template = await addOutput(t.ctx, 2);
  const blob = await put('swept too early');
  await sweepBlobs(t.ctx, NOW);
  const row = { ...template, id: newId('asset'), task_id: newId('task'), sha256: blob.sha256 };
  const insert = () => t.ctx.store.write((tx) => insertAsset(tx, row, [blob], t.ctx.storage));
  await expect(insert()).rejects.toBeInstanceOf(BlobGone);
  expect(await t.ctx.store.read.selectFrom('assets').select('id').where('id', '=', row.id).execute()).toEqual([]);
  await put('swept too early');
  expect(await insert()).toBe(true);
});

test('writers and sweepers at once: never a row without bytes, and every asset is kept', async () => {
  const template = await addOutput(t.ctx, 3);
  const add = async (n: number) => {
    for (;;) {
      const blob = await put(`content ${n % 7}`);
      const row = { ...template, id: newId('asset'), task_id: newId('task'), sha256: blob.sha256 };
      try {
        await t.ctx.store.write((tx) => insertAsset(tx, row, [blob], t.ctx.storage));
        return row;
      } catch (error) {
        if (!(error instanceof BlobGone)) throw error;
      }
    }
  };
  let writing = true;
  const sweeping = (async () => {
    while (writing) {
      await sweepBlobs(t.ctx, NOW);
      expect(await rowsWithoutBytes()).toEqual([]);
    }
  })();
  const rows = await Promise.all(Array.from({ length: 60 }, (_, n) => add(n)));
  writing = false;
  await sweeping;
  expect(await rowsWithoutBytes()).toEqual([]);
  for (const { sha256 } of rows) {
    const bytes = await t.ctx.storage.read(sha256);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  }
  const references = await t.ctx.store.read
    .selectFrom('blobs')
    .select((eb) => eb.fn.sum<number>('refs').as('total'))
    .executeTakeFirstOrThrow();
  const assets = await t.ctx.store.read
    .selectFrom('assets')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  expect(references.total).toBe(assets.total * 2);
});
