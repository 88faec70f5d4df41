import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** What is wrong with a restored data directory: what was acknowledged and is missing, damage, files that are not there. */
export function verifyRestored(dataDir: string, acknowledged: { tasks: string[]; assets: string[] }): string[] {
  const wrong: string[] = [];
  const db = new Sqlite(join(dataDir, 'easel.db'), { readonly: true });
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') wrong.push('the database is damaged');
  for (const [table, ids] of Object.entries(acknowledged)) {
    const known = new Set(db.prepare<[], string>(`select id from ${table}`).pluck().all());
    for (const id of ids) if (!known.has(id)) wrong.push(`${id} was acknowledged before and is missing`);
  }
  for (const { sha256 } of db.prepare<[], { sha256: string }>('select sha256 from blobs').all()) {
    const file = join(dataDir, 'blobs', sha256.slice(0, 2), sha256);
    if (!existsSync(file)) wrong.push(`blob ${sha256} has no bytes`);
    else if (createHash('sha256').update(readFileSync(file)).digest('hex') !== sha256) {
      wrong.push(`blob ${sha256} is damaged`);
    }
  }
  db.close();
  return wrong;
}
