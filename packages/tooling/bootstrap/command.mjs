import { join } from 'node:path';
import { callersPaths } from './callers-paths.mjs';
import { ROOT } from './layout.mjs';
import { become } from './run-child.mjs';
import { setUp } from './set-up.mjs';
import { main } from './setup-error.mjs';

/** Runs one of the API's own commands beside the server: the first word names it. */
await main(async () => {
  const [name, ...words] = process.argv.slice(2);
  const { node, env } = await setUp({ withBuild: true });
  const script = join(ROOT, 'apps', 'api', 'dist', `${name}.js`);
  await become(node, [script, ...callersPaths(words)], { cwd: ROOT, env });
});
