import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { headsFile } from '../audit/audit.js';
import { createAuditKey } from '../audit/audit-key.js';
import { type Config, StartError } from '../config.js';
import { findSecretKey, keyFingerprint } from '../secret-key.js';
import { isMissing } from '../storage/disk-problem.js';
import { holdRemovals } from '../storage/removal-hold.js';
import { VERSION } from '../version.js';
import {
  copyDurably,
  type Digest,
  digestFile,
  inParallel,
  syncFile,
  syncFolder,
  writeDurably,
} from './durable-files.js';
import { AUDIT_KEY, type BackupFile, DATABASE, MANIFEST, Manifest, SECRET_KEY } from './manifest.js';
import { readSnapshot, snapshotDatabase } from './snapshot.js';

const WIDTH = 4;

export interface BackupOptions {
  /** The folder in which the backup gets a folder of its own. */
  into: string;
  /** Puts the secret key in: whoever has the backup then has the credentials too. */
  with_key: boolean;
  /** Leaves out files that are damaged or gone instead of giving up. */
  keep_going: boolean;
}

type Place = Pick<Config, 'data_dir' | 'secret_key' | 'audit_dir'>;

const nameOf = (at: Date) => `easel-backup-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;

/** Copies the files that the snapshot names, each checked against its name. */
async function copyBlobs(dataDir: string, to: string, blobs: { sha256: string }[], keepGoing: boolean) {
  const files: BackupFile[] = [];
  const missing: string[] = [];
  const folders = new Set<string>();
  await inParallel(blobs, WIDTH, async ({ sha256 }) => {
    const path = `blobs/${sha256.slice(0, 2)}/${sha256}`;
    const copied: Digest | null = await copyDurably(join(dataDir, path), join(to, path)).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    folders.add(join(to, 'blobs', sha256.slice(0, 2)));
    if (copied?.sha256 === sha256) {
      files.push({ path, ...copied });
      return;
    }
    const what = copied ? 'is damaged' : 'is gone';
    if (!keepGoing) throw new StartError(`The file ${path} ${what}. With --keep-going the backup leaves it out.`);
    await rm(join(to, path), { force: true });
    missing.push(sha256);
  });
  for (const folder of folders) await syncFolder(folder);
  if (existsSync(join(to, 'blobs'))) await syncFolder(join(to, 'blobs'));
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), missing: missing.sort() };
}

/** Copies the signed heads of the audit log, with the key that they are checked by: they prove the log in the database. */
async function copyHeads(place: Place, to: string): Promise<BackupFile[]> {
  const from = dirname(headsFile(place));
  if (!existsSync(from)) return [];
  const files: BackupFile[] = [];
  const secret = findSecretKey(place);
  if (secret) {
    const { public_key } = createAuditKey(secret);
    files.push({ path: AUDIT_KEY, ...(await writeDurably(join(to, AUDIT_KEY), public_key)) });
  }
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const path = `audit/${entry.name}`;
    if (!entry.isFile() || entry.name.startsWith('.') || path === AUDIT_KEY) continue;
    files.push({ path, ...(await copyDurably(join(from, entry.name), join(to, path))) });
  }
  if (files.length > 0) await syncFolder(join(to, 'audit'));
  return files;
}

async function copyKey(place: Place, to: string): Promise<BackupFile[]> {
  if (place.secret_key !== null) {
    throw new StartError('The secret key comes from EASEL_SECRET_KEY, not from a file: keep it yourself.');
  }
  return [{ path: SECRET_KEY, ...(await copyDurably(join(place.data_dir, SECRET_KEY), join(to, SECRET_KEY))) }];
}

async function fill(place: Place, work: string, options: BackupOptions): Promise<Manifest> {
  const { data_dir } = place;
  // First the hold, then the snapshot: what the snapshot names cannot be swept any more.
  const release = holdRemovals(data_dir);
  try {
    const created_at = new Date().toISOString();
    // Before the snapshot: a head must not tell of entries that the snapshot does not have.
    const heads = await copyHeads(place, work);
    const database = join(work, DATABASE);
    snapshotDatabase(data_dir, database);
    await syncFile(database);
    const { schema_version, counts, blobs } = readSnapshot(database);
    const copied = await copyBlobs(data_dir, work, blobs, options.keep_going);
    const key = options.with_key ? await copyKey(place, work) : [];
    const known = findSecretKey(place);
    const manifest: Manifest = {
      format: 1,
      easel_version: VERSION,
      schema_version,
      created_at,
      secret_key: { fingerprint: known && keyFingerprint(known), included: options.with_key },
      counts,
      missing: copied.missing,
      files: [{ path: DATABASE, ...(await digestFile(database)) }, ...heads, ...key, ...copied.files],
    };
    await writeDurably(join(work, MANIFEST), `${JSON.stringify(Manifest.parse(manifest), null, 2)}\n`);
    return manifest;
  } finally {
    release();
  }
}

/**
 * Makes a backup while the server runs, in a process of its own: a folder that shows one moment. It gets its name last,
 * when all of it is on the disk.
 */
export async function makeBackup(
  place: Place,
  options: BackupOptions,
): Promise<{ folder: string; manifest: Manifest }> {
  const into = resolve(options.into);
  const folder = join(into, nameOf(new Date()));
  if (existsSync(folder)) throw new StartError(`${folder} is there already. Wait a second.`);
  const work = `${folder}.unfinished`;
  await mkdir(into, { recursive: true });
  await mkdir(work, { mode: 0o700 });
  try {
    const manifest = await fill(place, work, options);
    await syncFolder(work);
    await rename(work, folder);
    await syncFolder(into);
    return { folder, manifest };
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
}
