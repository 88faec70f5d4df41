import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../config.js';
import { DATABASE, SECRET_KEY } from './manifest.js';

/** Where a restore puts things before it knows that they are whole. */
export const STAGING = 'restoring';
/** What it moves from there, the database last. */
export const PARTS = ['blobs', 'audit', SECRET_KEY, DATABASE];
/** What may be in a directory that holds nothing: marks of file systems, and our own locks. */
const NOTHING = new Set(['lost+found', '.gitkeep', 'lock.db', 'lock.db-journal', 'hold.db']);

const entriesOf = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir) : []).filter((e) => !NOTHING.has(e));

/** Whether a restore began here and did not end: the directory was empty before, and nobody has used it since. */
export const isHalfRestored = (dir: string): boolean =>
  existsSync(join(dir, STAGING)) && !existsSync(join(dir, DATABASE));

/** Refuses a directory that holds something else than what a restore that did not end has left. */
export function refuseUsedDir(dir: string): void {
  const left = isHalfRestored(dir) ? new Set([STAGING, ...PARTS]) : new Set<string>();
  const first = entriesOf(dir).find((entry) => !left.has(entry));
  if (first === undefined) return;
  throw new StartError(
    `The data directory ${dir} is not empty (${first}): nothing is restored over it. Name an empty one, or move this one away.`,
  );
}

/** Takes away what a restore has put there that did not end. */
export function clearHalfRestored(dir: string): void {
  for (const part of [STAGING, ...PARTS]) rmSync(join(dir, part), { recursive: true, force: true });
}

/** A server must not begin anew where a backup was about to be put. */
export function refuseHalfRestored(dir: string): void {
  if (!isHalfRestored(dir)) return;
  throw new StartError(`A restore into ${dir} did not end. Run it again: npm run restore -- <backup>`);
}
