import { resolve } from 'node:path';
import { readWords, runCommand, textOf } from './command-line.js';
import { restoreBackup } from './restore-backup.js';
import { restoredText } from './restored-text.js';

const USAGE = 'Usage: npm run restore -- <backup> [--data <empty folder>] [--key <file>]';

await runCommand(async (config, args) => {
  const { place, values } = readWords(args, { data: { type: 'string' }, key: { type: 'string' } }, USAGE);
  const data = textOf(values.data);
  const data_dir = data === undefined ? config.data_dir : resolve(data);
  const restored = await restoreBackup({ ...config, data_dir }, place, textOf(values.key));
  console.log(restoredText(restored, data_dir));
});
