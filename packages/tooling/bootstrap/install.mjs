import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { NODE_MAJOR, ROOT } from './layout.mjs';
import { run } from './run-child.mjs';
import { say } from './say.mjs';
import { SetupError } from './setup-error.mjs';
import { digest, isStamped, stamped } from './stamp.mjs';
import { workspacePackages } from './workspace.mjs';

/** What an installation depends on: lockfile, manifests, and the Node its native parts are loaded by. */
export function installState(root = ROOT) {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(root, name));
  files.push(...workspacePackages(root).map(({ folder }) => join(folder, 'package.json')));
  const lines = [`node ${NODE_MAJOR} ${process.platform} ${process.arch}`];
  for (const file of files) lines.push(`${relative(root, file)} ${readFileSync(file, 'utf8')}`);
  return digest(lines);
}

function needsNodeModules({ manifest }) {
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).length > 0;
}

export function isInstalled(root = ROOT) {
  const folders = [
    root,
    ...workspacePackages(root)
      .filter(needsNodeModules)
      .map(({ folder }) => folder),
  ];
  if (!folders.every((folder) => existsSync(join(folder, 'node_modules')))) return false;
  return isStamped(stampFile(root), installState(root));
}

function stampFile(root) {
  return join(root, 'node_modules', '.easel-installed');
}

export async function install({ pnpm, env }) {
  say('installing packages from the lockfile');
  await stamped(stampFile(ROOT), installState(), async () => {
    // CI: never ask a question, never write the lockfile
    const options = { cwd: ROOT, env: { ...env, CI: 'true' }, capture: true };
    const { code, output } = await run(pnpm, ['install', '--frozen-lockfile', '--reporter=append-only'], options);
    if (code !== 0) throw new SetupError(installFailure(output));
  });
}

export function installFailure(output) {
  if (/ERR_PNPM_OUTDATED_LOCKFILE/.test(output)) {
    return 'pnpm-lock.yaml does not match the package.json files; run: pnpm install, and commit the lockfile.';
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|dns error|error sending request/i.test(output)) {
    return 'packages could not be downloaded; the first start needs a network connection, then run this again.';
  }
  const last = output.trim().split('\n').slice(-12).join('\n');
  return `packages could not be installed; pnpm said:\n${last}`;
}
