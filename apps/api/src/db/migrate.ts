import type { Database } from 'better-sqlite3';
import { StartError } from '../config.js';
import { spine } from './migrations/0001-spine.js';
import { backends } from './migrations/0002-backends.js';
import { people } from './migrations/0003-people.js';

/** Numbered by position, append-only: a migration that was released is never changed. */
const MIGRATIONS = [spine, backends, people];

/** What this Easel makes of a database, and the newest that it can read. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings the schema up to date, each migration in a transaction of its own. */
export function migrate(db: Database): void {
  const applied = Number(db.pragma('user_version', { simple: true }));
  if (applied > MIGRATIONS.length) {
    throw new StartError(
      `The data directory was written by a newer Easel (schema ${applied}, this one knows ${MIGRATIONS.length}). Start that version instead.`,
    );
  }
  for (let version = applied; version < MIGRATIONS.length; version += 1) {
    db.transaction(() => {
      db.exec(MIGRATIONS[version] ?? '');
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}
