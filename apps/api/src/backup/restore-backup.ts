import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyOffline } from '../audit/verify-offline.js';
import { type Config, StartError } from '../config.js';
import { lockDataDir } from '../instance-lock.js';
import { findSecretKey, keyFingerprint } from '../secret-key.js';
import { copyDurably, inParallel, syncFolder } from './durable-files.js';
import { clearHalfRestored, isHalfRestored, PARTS, refuseUsedDir, STAGING } from './empty-dir.js';
import { AUDIT_KEY, DATABASE, type Manifest, SECRET_KEY } from './manifest.js';
import { readBackup } from './read-backup.js';
import { readSnapshot } from './snapshot.js';

const WIDTH = 4;

export interface Restored {
  folder: string;
  manifest: Manifest;
  /** Whether what the database holds sealed can be opened. */
  key: 'same' | 'other' | 'absent';
  /** What the audit log says when it is held against its heads; null when the backup has none. */
  audit: { entries: number; heads_checked: number; problem: string | null } | null;
}

type Place = Pick<Config, 'data_dir' | 'secret_key'>;

async function copyIn(folder: string, staging: string, manifest: Manifest): Promise<void> {
  const folders = new Set<string>([staging]);
  await inParallel(manifest.files, WIDTH, async ({ path, bytes, sha256 }) => {
    const from = join(folder, path);
    if (!existsSync(from)) throw new StartError(`The backup is damaged: ${path} is not there.`);
    const copied = await copyDurably(from, join(staging, path));
    if (copied.sha256 !== sha256 || copied.bytes !== bytes) {
      throw new StartError(`The backup is damaged: ${path} is not as it was when the backup was made.`);
    }
    const parts = path.split('/').slice(0, -1);
    for (let depth = parts.length; depth > 0; depth -= 1) folders.add(join(staging, ...parts.slice(0, depth)));
  });
  for (const each of folders) await syncFolder(each);
}

/** The database is sound, is the one that the manifest tells of, and no file that it names is missing. */
function checkWhole(staging: string, manifest: Manifest): void {
  const { schema_version, counts, blobs } = readSnapshot(join(staging, DATABASE));
  if (schema_version !== manifest.schema_version || counts.tasks !== manifest.counts.tasks) {
    throw new StartError('The backup is damaged: its database is not the one that its manifest tells of.');
  }
  const known = new Set([...manifest.files.map(({ path }) => path.split('/').at(-1)), ...manifest.missing]);
  const lost = blobs.find(({ sha256 }) => !known.has(sha256));
  if (lost) throw new StartError(`The backup is damaged: it lacks the file ${lost.sha256}.`);
}

/** Checks the audit log that is to be restored. One that does not stand is told, not refused: it may be all that is left. */
async function checkAudit(place: Place, staging: string): Promise<Restored['audit']> {
  const key = join(staging, AUDIT_KEY);
  if (!existsSync(key)) return null;
  const { entries, heads_checked, problem } = await verifyOffline(
    { ...place, audit_dir: null },
    { data: staging, key },
  );
  return { entries, heads_checked, problem: problem?.message ?? null };
}

/** Whether the key that will be used here is the one that the backup was made with. */
function keyState(place: Place, { secret_key }: Manifest): Restored['key'] {
  const key = findSecretKey(place);
  if (!key) return 'absent';
  return keyFingerprint(key) === secret_key.fingerprint ? 'same' : 'other';
}

async function placeKey(staging: string, file: string, manifest: Manifest): Promise<void> {
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new StartError(`${file} does not hold a key.`);
  const found = keyFingerprint(Buffer.from(text, 'hex'));
  if (found !== manifest.secret_key.fingerprint) {
    throw new StartError(
      `${file} holds another key (${found}) than the backup needs (${manifest.secret_key.fingerprint}).`,
    );
  }
  await rm(join(staging, SECRET_KEY), { force: true });
  await copyDurably(file, join(staging, SECRET_KEY));
}

/**
 * Puts a backup into an empty data directory. Everything is checked before anything gets its place, and the database
 * gets its place last: a directory with a database is whole.
 * @param key_file the secret key, when it is kept apart from the backup
 */
export async function restoreBackup(place: Place, given: string, key_file?: string): Promise<Restored> {
  const { data_dir } = place;
  const { folder, manifest } = await readBackup(given);
  refuseUsedDir(data_dir);
  const unlock = lockDataDir(data_dir);
  const staging = join(data_dir, STAGING);
  try {
    refuseUsedDir(data_dir);
    clearHalfRestored(data_dir);
    await mkdir(join(staging, 'blobs'), { recursive: true, mode: 0o700 });
    await copyIn(folder, staging, manifest);
    if (key_file !== undefined) await placeKey(staging, key_file, manifest);
    checkWhole(staging, manifest);
    const audit = await checkAudit(place, staging);
    await syncFolder(staging);
    for (const part of PARTS) {
      if (!existsSync(join(staging, part))) continue;
      if (part === DATABASE) await syncFolder(data_dir);
      await rename(join(staging, part), join(data_dir, part));
    }
    await syncFolder(data_dir);
    await rm(staging, { recursive: true, force: true });
    return { folder, manifest, key: keyState(place, manifest), audit };
  } catch (error) {
    if (isHalfRestored(data_dir)) clearHalfRestored(data_dir);
    throw error;
  } finally {
    unlock();
  }
}
