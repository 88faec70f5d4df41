import type { Restored } from './restore-backup.js';

const KEYS = {
  same: 'The secret key is the one it was made with.',
  other:
    'The secret key is another one: everybody signs in again, and stored credentials must be entered again. To keep them, restore into an empty folder with the key of then.',
  absent:
    'The secret key is not in it: unless the key of then is given (EASEL_SECRET_KEY, or --key), everybody signs in again and stored credentials must be entered again.',
};

/** What was put back, in a few lines for the terminal. */
export function restoredText({ folder, manifest, key, audit }: Restored, dataDir: string): string {
  const { counts, created_at, files, missing } = manifest;
  const lines = [
    `Restored ${folder} of ${created_at} into ${dataDir}: ${counts.tasks} tasks, ${counts.assets} assets, ${files.length} files, each checked.`,
    KEYS[key],
  ];
  if (audit?.problem === null) {
    lines.push(`The audit log stands: ${audit.entries} entries, held against ${audit.heads_checked} signed heads.`);
  } else if (audit) lines.push(`The audit log does not stand: ${audit.problem}`);
  if (missing.length > 0) lines.push(`The backup was made without ${missing.length} files that were damaged or gone.`);
  return lines.join('\n');
}
