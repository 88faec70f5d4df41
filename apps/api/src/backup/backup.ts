import { readWords, runCommand, sizeText } from './command-line.js';
import { makeBackup } from './make-backup.js';

const USAGE = 'Usage: npm run backup -- <folder> [--with-key] [--keep-going]';

await runCommand(async (config, args) => {
  const options = { 'with-key': { type: 'boolean' }, 'keep-going': { type: 'boolean' } } as const;
  const { place, values } = readWords(args, options, USAGE);
  const with_key = values['with-key'] === true;
  const { folder, manifest } = await makeBackup(config, {
    into: place,
    with_key,
    keep_going: values['keep-going'] === true,
  });
  const { counts, files, missing, secret_key } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(`${folder}: ${counts.tasks} tasks, ${counts.assets} assets, ${files.length} files, ${sizeText(bytes)}.`);
  if (missing.length > 0) console.log(`Left out, damaged or gone: ${missing.join(', ')}`);
  console.log(
    with_key
      ? 'The secret key is in it: whoever has this backup has the stored credentials. Keep it safe.'
      : `The secret key (${secret_key.fingerprint ?? 'none yet'}) is not in it. Keep the key apart: without it, stored credentials are lost.`,
  );
});
