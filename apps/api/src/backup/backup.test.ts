import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildApp } from '../app.js';
import { addOutput, startTestApp, type TestApp } from '../asset/asset-test-app.js';
import { recordAudit, SYSTEM } from '../audit/record-audit.js';
import { readConfig } from '../config.js';
import { createContext } from '../create-context.js';
import { createLog } from '../log.js';
import { holdRemovals } from '../storage/removal-hold.js';
import { sweepBlobs } from '../storage/sweep-blobs.js';
import { type BackupOptions, makeBackup } from './make-backup.js';
import { MANIFEST, type Manifest } from './manifest.js';
import { restoreBackup } from './restore-backup.js';

let t: TestApp;
let away: string;
beforeEach(async () => {
  t = await startTestApp();
  away = await mkdtemp(join(tmpdir(), 'easel-backup-'));
});
afterEach(async () => {
  await t.close();
  await rm(away, { recursive: true, force: true });
});

const place = (data_dir: string, secret_key: string | null = null) => ({ data_dir, secret_key, audit_dir: null });
const backUp = (options: Partial<BackupOptions> = {}) =>
  makeBackup(place(t.dir), { into: join(away, 'backups'), with_key: false, keep_going: false, ...options });
const blobFile = (dir: string, sha256: string) => join(dir, 'blobs', sha256.slice(0, 2), sha256);

test('what is there is in the backup, and a server goes on with it', async () => {
  const asset = await addOutput(t.ctx, 1);
  const { folder, manifest } = await backUp();
  expect(manifest).toMatchObject({ counts: { users: 1, tasks: 0, assets: 1, blobs: 2 }, missing: [] });
  expect(manifest.secret_key.included).toBe(false);
  expect(existsSync(join(folder, 'secret.key'))).toBe(false);
  expect(readdirSync(join(away, 'backups'))).toHaveLength(1);
  const data_dir = join(away, 'data');
  const restored = await restoreBackup(place(data_dir), join(away, 'backups'));
  expect([restored.folder, restored.key]).toEqual([folder, 'absent']);
  const config = readConfig({ EASEL_DATA_DIR: data_dir, NODE_ENV: 'test' });
  const { ctx, close } = await createContext(config, { log: createLog('silent'), backends: [] });
  const app = await buildApp(ctx);
  const answer = await app.inject({ url: `/v1/assets/${asset.id}/content`, headers: { host: '127.0.0.1' } });
  expect([answer.statusCode, answer.rawPayload.byteLength]).toEqual([200, asset.bytes]);
  await app.close();
  await close();
});

test('the key comes along only when asked for, and a key kept apart is checked', async () => {
  const with_key = await backUp({ with_key: true, into: join(away, 'with') });
  const key = readFileSync(join(t.dir, 'secret.key'), 'utf8');
  expect(readFileSync(join(with_key.folder, 'secret.key'), 'utf8')).toBe(key);
  const one = await restoreBackup(place(join(away, 'one')), with_key.folder);
  expect(one.key).toBe('same');
  const { folder } = await backUp();
  const two = await restoreBackup(place(join(away, 'two')), folder, join(t.dir, 'secret.key'));
  expect([two.key, readFileSync(join(away, 'two', 'secret.key'), 'utf8')]).toEqual(['same', key]);
  writeFileSync(join(away, 'other.key'), '0'.repeat(64));
  await expect(restoreBackup(place(join(away, 'three')), folder, join(away, 'other.key'))).rejects.toThrow(
    'holds another key',
  );
  expect(readdirSync(join(away, 'three')).filter((name) => name !== 'lock.db')).toEqual([]);
  const four = await restoreBackup(place(join(away, 'three'), 'another key of an operator'), folder);
  expect(four.key).toBe('other');
  await expect(
    makeBackup(place(t.dir, 'another key of an operator'), { into: away, with_key: true, keep_going: false }),
  ).rejects.toThrow('comes from EASEL_SECRET_KEY');
});

test('the audit log is held against its heads, and a change to it is told', async () => {
  await t.ctx.store.write(async (tx) => {
    for (let n = 0; n < 3; n += 1) await recordAudit(tx, { ...SYSTEM, action: 'system.start' });
  });
  await t.ctx.audit.heads.sign();
  const { folder } = await backUp();
  const good = await restoreBackup(place(join(away, 'good')), folder);
  expect(good.audit?.problem).toBeNull();
  expect(good.audit?.heads_checked).toBeGreaterThanOrEqual(1);
  expect(good.audit?.entries).toBeGreaterThanOrEqual(3);
  await t.ctx.store.write((tx) => tx.db.updateTable('audit').set({ actor_name: 'X' }).where('seq', '=', 2).execute());
  const changed = await backUp({ into: join(away, 'later') });
  const bad = await restoreBackup(place(join(away, 'bad')), changed.folder);
  expect(bad.audit?.problem).toContain('Entry 2 was changed');
});

test('what is swept while a backup is made is in it all the same', async () => {
  const asset = await addOutput(t.ctx, 1);
  const release = holdRemovals(t.dir);
  await t.ctx.store.write(async (tx) => {
    await tx.db.deleteFrom('assets').where('id', '=', asset.id).execute();
    await tx.db.updateTable('blobs').set({ refs: 0 }).execute();
  });
  expect(await sweepBlobs(t.ctx, { min_age_ms: 0 })).toEqual({ rows: 2, files: 0 });
  expect(existsSync(blobFile(t.dir, asset.sha256))).toBe(true);
  release();
  expect(await sweepBlobs(t.ctx, { min_age_ms: 0 })).toEqual({ rows: 0, files: 2 });
});

test('a damaged or missing file ends the backup, and leaves nothing that looks like one', async () => {
  const [one, two] = [await addOutput(t.ctx, 1), await addOutput(t.ctx, 2)];
  appendFileSync(blobFile(t.dir, one.sha256), 'x');
  await expect(backUp()).rejects.toThrow('is damaged. With --keep-going');
  rmSync(blobFile(t.dir, one.sha256));
  await expect(backUp()).rejects.toThrow('is gone. With --keep-going');
  expect(readdirSync(join(away, 'backups'))).toEqual([]);
  const { manifest } = await backUp({ keep_going: true });
  expect(manifest.missing).toEqual([one.sha256]);
  await restoreBackup(place(join(away, 'data')), join(away, 'backups'));
  expect(existsSync(blobFile(join(away, 'data'), two.sha256))).toBe(true);
});

test('nothing is restored over something, nor from something that is not whole', async () => {
  const asset = await addOutput(t.ctx, 1);
  const { folder } = await backUp();
  await expect(restoreBackup(place(t.dir), folder)).rejects.toThrow('is not empty');
  const data_dir = join(away, 'data');
  const refused = async (words: string) => {
    await expect(restoreBackup(place(data_dir), folder)).rejects.toThrow(words);
    expect(readdirSync(data_dir).filter((name) => name !== 'lock.db')).toEqual([]);
  };
  const original = readFileSync(join(folder, 'easel.db'));
  const flipped = Buffer.from(original);
  flipped[flipped.length - 100] = (flipped[flipped.length - 100] ?? 0) ^ 1;
  writeFileSync(join(folder, 'easel.db'), flipped);
  await refused('easel.db is not as it was');
  writeFileSync(join(folder, 'easel.db'), original);
  const bytes = readFileSync(blobFile(folder, asset.sha256));
  rmSync(blobFile(folder, asset.sha256));
  await refused('is not there');
  writeFileSync(blobFile(folder, asset.sha256), bytes);
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
  const change = (by: object) => writeFileSync(join(folder, MANIFEST), JSON.stringify({ ...manifest, ...by }));
  change({ files: manifest.files.filter(({ path }) => !path.endsWith(asset.sha256)) });
  await refused(`lacks the file ${asset.sha256}`);
  change({ schema_version: 99 });
  await expect(restoreBackup(place(data_dir), folder)).rejects.toThrow('by a newer Easel');
  change({ files: [{ path: '../../etc/x', bytes: 1, sha256: '0'.repeat(64) }] });
  await expect(restoreBackup(place(data_dir), folder)).rejects.toThrow('is not one that this Easel reads');
  rmSync(join(folder, MANIFEST));
  await expect(restoreBackup(place(data_dir), folder)).rejects.toThrow('is no whole backup');
});

test('a restore that was cut off stops a server, and is begun again', async () => {
  const { folder } = await backUp();
  const data_dir = join(away, 'data');
  mkdirSync(join(data_dir, 'restoring'), { recursive: true });
  mkdirSync(join(data_dir, 'blobs'));
  const config = readConfig({ EASEL_DATA_DIR: data_dir, NODE_ENV: 'test' });
  const start = () => createContext(config, { log: createLog('silent'), backends: [] });
  await expect(start()).rejects.toThrow('did not end');
  await restoreBackup(place(data_dir), folder);
  await (await start()).close();
});
