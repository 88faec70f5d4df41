import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { headsFile } from '../audit/audit.js';
import { findBase, findEnd } from '../audit/audit.repository.js';
import { createAuditKey } from '../audit/audit-key.js';
import { appendHead, readHeads } from '../audit/heads-file.js';
import { syncFolder, writeDurably } from '../backup/durable-files.js';
import type { Config } from '../config.js';
import type { Db } from '../db/store.js';
import type { Keys } from './reseal.js';

/**
 * Lays the heads of the old key aside, with the public half to check them by, and begins a file with a head of the new
 * one. Does nothing when that was done.
 */
export async function beginHeads(
  place: Pick<Config, 'audit_dir' | 'data_dir'>,
  db: Db,
  { from, to }: Keys,
): Promise<void> {
  const file = headsFile(place);
  const [old, next] = [createAuditKey(from), createAuditKey(to)];
  const { heads } = await readHeads(file);
  if (heads.at(-1)?.key_id === next.key_id) return;
  const aside = join(dirname(file), `heads-${old.key_id}`);
  if (heads.length > 0) {
    if (!existsSync(`${aside}.pem`)) await writeDurably(`${aside}.pem`, old.public_key);
    await rename(file, `${aside}.ndjson`);
    await syncFolder(dirname(file));
  }
  const end = await findEnd(db);
  if (!end) return;
  const head = next.sign('head', { ...end, at: new Date().toISOString() });
  await writeDurably(`${file}.next`, '');
  await appendHead(`${file}.next`, { head });
  const base = await findBase(db);
  if (base) await appendHead(`${file}.next`, { base });
  await rename(`${file}.next`, file);
  await syncFolder(dirname(file));
}
