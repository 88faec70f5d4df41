import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';

const isBusy = (error: unknown): boolean => error instanceof Sqlite.SqliteError && /^SQLITE_BUSY/.test(error.code);

/** A file that holds nothing but locks: the system drops them when a process ends, however it ends. */
function openLock(dir: string, timeout: number): Database {
  const lock = new Sqlite(join(dir, 'hold.db'), { timeout });
  lock.pragma('journal_mode = DELETE');
  return lock;
}

/**
 * Keeps every stored file where it is until the returned function is called: for whoever reads the files that a
 * snapshot of the database names. Several may hold at once, from any process.
 */
export function holdRemovals(dir: string): () => void {
  const lock = openLock(dir, 30_000);
  try {
    lock.exec('begin; select count(*) from sqlite_schema');
  } catch (error) {
    lock.close();
    throw error;
  }
  return () => lock.close();
}

/** Removes something unless it is held just now; says whether it was removed. */
export function unlessHeld(dir: string, remove: () => void): boolean {
  const lock = openLock(dir, 0);
  try {
    lock.exec('begin exclusive');
    remove();
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  } finally {
    lock.close();
  }
}
