import { join } from 'node:path';
import { callersPaths } from './callers-paths.mjs';
import { ROOT } from './layout.mjs';
import { become } from './run-child.mjs';
import { setUp } from './set-up.mjs';
import { main } from './setup-error.mjs';

await main(async () => {
  const { node, env } = await setUp({ withBuild: true });
  const server = join(ROOT, 'apps', 'api', 'dist', 'server.js');
  await become(node, [server, ...callersPaths(process.argv.slice(2))], { cwd: ROOT, env });
});
