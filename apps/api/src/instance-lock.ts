import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StartError } from './config.js';

/**
 * Makes the data directory ours: an exclusive lock that the system drops when the process ends, however it ends.
 * A second process on the same directory is told so.
 */
export function lockDataDir(dir: string): () => void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.W_OK);
    const lock = new Sqlite(join(dir, 'lock.db'), { timeout: 0 });
    lock.pragma('journal_mode = DELETE');
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('begin exclusive');
    return () => {
      lock.exec('rollback');
      lock.close();
    };
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
      throw new StartError(`Another Easel is using the data directory ${dir}. Stop it, or set EASEL_DATA_DIR.`);
    }
    throw new StartError(`The data directory ${dir} cannot be written to (${code || message}). Set EASEL_DATA_DIR.`);
  }
}
