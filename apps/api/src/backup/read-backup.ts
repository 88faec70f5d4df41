import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StartError } from '../config.js';
import { SCHEMA_VERSION } from '../db/migrate.js';
import { MANIFEST, Manifest } from './manifest.js';

const NAME = /^easel-backup-\d{8}T\d{6}Z$/;

/** The folder of a backup: the one named, or the newest in the folder named. */
async function findFolder(given: string): Promise<string> {
  const folder = resolve(given);
  if (existsSync(join(folder, MANIFEST))) return folder;
  const inside = existsSync(folder) ? (await readdir(folder)).filter((name) => NAME.test(name)).sort() : [];
  const newest = inside.findLast((name) => existsSync(join(folder, name, MANIFEST)));
  if (newest !== undefined) return join(folder, newest);
  throw new StartError(`${folder} is no whole backup, and there is none in it: no ${MANIFEST} is there.`);
}

/** Opens a backup, and refuses one that this Easel cannot put back. */
export async function readBackup(given: string): Promise<{ folder: string; manifest: Manifest }> {
  const folder = await findFolder(given);
  const text = await readFile(join(folder, MANIFEST), 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StartError(`${join(folder, MANIFEST)} is not valid JSON: the backup is damaged.`);
  }
  const read = Manifest.safeParse(json);
  if (!read.success) throw new StartError(`${join(folder, MANIFEST)} is not one that this Easel reads.`);
  const { schema_version, easel_version } = read.data;
  if (schema_version > SCHEMA_VERSION) {
    throw new StartError(
      `The backup was made by a newer Easel (${easel_version}, schema ${schema_version}; this one knows ${SCHEMA_VERSION}). Restore it with that version.`,
    );
  }
  return { folder, manifest: read.data };
}
