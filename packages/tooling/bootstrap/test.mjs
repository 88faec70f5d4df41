import { join } from 'node:path';
import { ROOT } from './layout.mjs';
import { become } from './run-child.mjs';
import { setUp } from './set-up.mjs';
import { main } from './setup-error.mjs';

await main(async () => {
  const { node, env } = await setUp({ withBuild: false });
  const verify = join(ROOT, 'packages', 'tooling', 'verify', 'verify.ts');
  await become(node, [verify, ...process.argv.slice(2)], { cwd: ROOT, env });
});
