import { StorageUse } from '@easel/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOutput, startTestApp, type TestApp } from '../asset/asset-test-app.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const use = async () =>
  StorageUse.parse((await t.app.inject({ url: '/v1/admin/storage', headers: { host: '127.0.0.1' } })).json());

test('says what lies on the disk, whose it is, and what is shared', async () => {
  expect(await use()).toMatchObject({
    stored: { files: 0, bytes: 0 },
    by_kind: [],
    largest: [],
    deleted: { assets: 0 },
  });
  const one = await addOutput(t.ctx, 1);
  const two = await addOutput(t.ctx, 1);
  const gone = await addOutput(t.ctx, 2, { deleted_at: new Date().toISOString() });
  await t.ctx.store.write(async (tx) => {
    const orphan = { sha256: '0'.repeat(64), bytes: 5, content_type: 'image/png', refs: 0 };
    await tx.db
      .insertInto('blobs')
      .values({ ...orphan, created_at: new Date().toISOString() })
      .execute();
  });
  const preview = await t.ctx.storage.stat(one.preview_sha256);
  const seen = await use();
  expect(seen.by_kind).toEqual([
    { kind: 'output', type: 'image', assets: 3, bytes: one.bytes + two.bytes + gone.bytes },
  ]);
  expect(seen.by_owner[0]).toMatchObject({ owner_id: t.ctx.local_owner_id, assets: 3 });
  expect(seen.deleted).toEqual({ assets: 1, bytes: gone.bytes });
  expect(seen.unreferenced).toEqual({ files: 1, bytes: 5 });
  expect(seen.stored.files).toBe(5);
  // The first two are the same picture: stored once, with one preview.
  expect(seen.stored.shared_bytes).toBe(one.bytes + (preview?.bytes ?? Number.NaN));
  expect(seen.stored.referenced_bytes).toBe(seen.stored.bytes - 5 + seen.stored.shared_bytes);
  expect(seen.largest.map(({ id }) => id)).not.toContain(gone.id);
  expect(seen.database.bytes).toBeGreaterThan(0);
  expect(seen.disk.free_bytes).toBeLessThanOrEqual(seen.disk.total_bytes);
  expect(seen.disk.low).toBe(seen.disk.free_bytes < seen.disk.low_below_bytes);
});
