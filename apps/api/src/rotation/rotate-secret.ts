import { runCommand } from '../backup/command-line.js';
import { StartError } from '../config.js';
import { rotateSecret } from './rotate.js';

await runCommand(async (config, args) => {
  if (args.length > 0) throw new StartError('Usage: npm run rotate-secret');
  const { from, to, credentials, webhook_secrets, unreadable, sessions, by_environment } = await rotateSecret(config);
  console.log(`The secret key ${from} was replaced by ${to}.`);
  console.log(
    `Sealed anew: ${credentials} credentials, ${webhook_secrets} webhook secrets. Sessions ended: ${sessions}.`,
  );
  if (unreadable > 0) console.log(`${unreadable} could not be opened with the old key, and stay as they are.`);
  console.log(
    by_environment
      ? 'Now set EASEL_SECRET_KEY to the new key, and start the server.'
      : 'Start the server. Backups made before need the old key; keep it with them.',
  );
});
