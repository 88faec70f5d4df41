import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartError } from '../config.js';
import { DATABASE } from './manifest.js';

export interface Snapshot {
  schema_version: number;
  counts: { users: number; tasks: number; assets: number; blobs: number };
  blobs: { sha256: string; bytes: number }[];
}

/**
 * Writes the database as it is at one moment to a new file, while others go on writing: what was committed before the
 * call is in it.
 */
export function snapshotDatabase(dataDir: string, to: string): void {
  const file = join(dataDir, DATABASE);
  if (!existsSync(file)) throw new StartError(`There is no ${DATABASE} in ${dataDir}. Set EASEL_DATA_DIR.`);
  const db = new Sqlite(file, { readonly: true, timeout: 10_000 });
  try {
    db.prepare('vacuum into ?').run(to);
  } finally {
    db.close();
  }
}

/** What a database says of itself, or one sentence about what is wrong with it. */
export function readSnapshot(file: string): Snapshot {
  const db = new Sqlite(file, { readonly: true });
  try {
    const damage = String(db.pragma('integrity_check(1)', { simple: true }));
    if (damage !== 'ok') throw new StartError(`The database is damaged: ${damage}.`);
    // as: one row of one column each, as the statement says.
    const one = (text: string) => Number((db.prepare(text).pluck().get() as number | undefined) ?? 0);
    const strays = db.pragma('foreign_key_check') as unknown[];
    if (strays.length > 0)
      throw new StartError(`The database is damaged: ${strays.length} rows name none that is there.`);
    return {
      schema_version: Number(db.pragma('user_version', { simple: true })),
      counts: {
        users: one('select count(*) from users'),
        tasks: one('select count(*) from tasks'),
        assets: one('select count(*) from assets'),
        blobs: one('select count(*) from blobs'),
      },
      blobs: db.prepare<[], { sha256: string; bytes: number }>('select sha256, bytes from blobs').all(),
    };
  } finally {
    db.close();
  }
}
