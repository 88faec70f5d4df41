import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageUse } from '@easel/contracts';
import { isMissing } from './disk-problem.js';

/** Below this share of the disk, and never below this many bytes, the disk is said to be low. */
const LOW_SHARE = 0.05;
const LOW_BYTES = 2 * 1024 ** 3;

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** The disk of a directory, and whether little is left of it. A small disk is low when a tenth is left. */
export async function diskUse(dir: string): Promise<StorageUse['disk']> {
  const { bsize, blocks, bavail } = await statfs(dir);
  const total_bytes = bsize * blocks;
  const free_bytes = bsize * bavail;
  const low_below_bytes = Math.round(Math.min(Math.max(total_bytes * LOW_SHARE, LOW_BYTES), total_bytes / 10));
  return { total_bytes, free_bytes, low_below_bytes, low: free_bytes < low_below_bytes };
}

export async function databaseUse(dir: string): Promise<StorageUse['database']> {
  const file = join(dir, 'easel.db');
  return { bytes: await sizeOf(file), wal_bytes: await sizeOf(`${file}-wal`) };
}
