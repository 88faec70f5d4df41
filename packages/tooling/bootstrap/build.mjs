import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './layout.mjs';
import { run } from './run-child.mjs';
import { say } from './say.mjs';
import { SetupError } from './setup-error.mjs';
import { digest, isStamped, stamped } from './stamp.mjs';
import { sourceLine, sourceLines, workspacePackages } from './workspace.mjs';

const ROOT_SOURCES = ['inference_settings.json', 'package.json', 'pnpm-lock.yaml', 'tsconfig.base.json', 'turbo.json'];

/** Changes whenever a source, or what was installed, changes. Times and sizes are enough: turbo looks at contents. */
export function buildState(root = ROOT) {
  const lines = sourceLines(join(root, 'packages'), root);
  sourceLines(join(root, 'apps'), root, lines);
  for (const name of ROOT_SOURCES) lines.push(sourceLine(join(root, name), root));
  return digest(lines);
}

export function isBuilt(root = ROOT) {
  const built = workspacePackages(root).filter(({ manifest }) => manifest.scripts?.build);
  return built.every(({ folder }) => existsSync(join(folder, 'dist'))) && isStamped(stampFile(root), buildState(root));
}

function stampFile(root) {
  return join(root, 'node_modules', '.easel-built');
}

export async function build({ node, env }) {
  say('building what changed');
  const turbo = join(ROOT, 'node_modules', 'turbo', 'bin', 'turbo');
  await stamped(stampFile(ROOT), buildState(), async () => {
    const args = [turbo, 'run', 'build', '--output-logs=errors-only'];
    const { code, output } = await run(node, args, { cwd: ROOT, env, capture: true });
    if (code !== 0) throw new SetupError(`the build failed:\n${withoutTrimmings(output)}`);
  });
}

function withoutTrimmings(output) {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+(?:•|Tasks:|Cached:|Time:)/.test(line))
    .join('\n');
}
