import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_MAJOR, ROOT, TOOLS } from './layout.mjs';
import { run } from './run-child.mjs';
import { say } from './say.mjs';
import { SetupError } from './setup-error.mjs';

const MANIFESTS = join(dirname(fileURLToPath(import.meta.url)), 'tools');

/** What is brought when missing. Versions and checksums stand in the lockfiles under `tools/`. */
function tool(name) {
  const manifest = JSON.parse(readFileSync(join(MANIFESTS, name, 'package.json'), 'utf8'));
  const version = Object.values({ ...manifest.dependencies, ...manifest.optionalDependencies })[0];
  return { name, version, folder: join(TOOLS, `${name}-${version}`) };
}

export function nodePackage(platform = process.platform, arch = process.arch) {
  return `node-${platform}-${arch}`;
}

/** The running Node serves when its major version is ours; otherwise ours is downloaded beside the sources. */
export function runsOurNode(version = process.versions.node) {
  return Number(version.split('.')[0]) === NODE_MAJOR;
}

/** Brings Node and pnpm, and returns where they are and an environment in which they come first. */
export async function bringToolchain() {
  const pnpm = tool('pnpm');
  const node = tool('node');
  const nodeExe = runsOurNode() ? process.execPath : join(node.folder, 'node_modules', nodePackage(), 'bin', 'node');
  if (!existsSync(nodeExe)) {
    if (!nodeIsPackaged()) {
      throw new SetupError(
        `there is no packaged Node ${node.version} for ${process.platform} on ${process.arch}; install Node ${NODE_MAJOR} yourself and run this again.`,
      );
    }
    await fetchTool(node);
  }
  if (!existsSync(pnpm.folder)) await fetchTool(pnpm);
  const pnpmBin = nativePnpm(pnpm);
  const path = [dirname(nodeExe), pnpmBin, process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  return { node: nodeExe, pnpm: join(pnpmBin, 'pnpm'), env };
}

/** The folder of pnpm's own binary: its package's `bin` is a placeholder that only an install script would replace. */
function nativePnpm({ folder, version }) {
  const scope = join(folder, 'node_modules', '@pnpm');
  const target = `exe.${process.platform}-${process.arch}`;
  const found = [target, `${target}-musl`].find((name) => existsSync(join(scope, name, 'pnpm')));
  if (found) return join(scope, found);
  throw new SetupError(`there is no packaged pnpm ${version} for ${process.platform} on ${process.arch}.`);
}

function nodeIsPackaged() {
  const manifest = JSON.parse(readFileSync(join(MANIFESTS, 'node', 'package.json'), 'utf8'));
  return nodePackage() in manifest.optionalDependencies;
}

/** Installs into a folder of its own and renames it into place, so that two set-ups at once cannot mix. */
async function fetchTool({ name, version, folder }) {
  say(`fetching ${name} ${version} (once)`);
  mkdirSync(TOOLS, { recursive: true });
  const work = mkdtempSync(join(TOOLS, `${name}-`));
  try {
    cpSync(join(MANIFESTS, name), work, { recursive: true });
    // npm reads a project's .npmrc from the folder it installs into
    if (existsSync(join(ROOT, '.npmrc'))) cpSync(join(ROOT, '.npmrc'), join(work, '.npmrc'));
    const { code, output } = await run('npm', npmArguments(work), { capture: true, cwd: work });
    if (code !== 0) throw new SetupError(downloadFailure(`${name} ${version}`, output));
    rmSync(join(work, '.npmrc'), { force: true });
    moveInto(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function npmArguments(folder) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=3000'];
  // not `npm ci`: it refuses a lockfile in which an optional platform package is missing
  return ['install', '--prefix', folder, '--ignore-scripts', ...quiet, ...patience];
}

/** Whoever renames first has won; the other's copy holds the same bytes and is dropped. */
export function moveInto(work, folder) {
  try {
    renameSync(work, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** One sentence out of npm's many lines. */
export function downloadFailure(what, output) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1];
  const network = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH']);
  if (code && network.has(code)) {
    return `${what} could not be downloaded (${code}); the first start needs a network connection, then run this again.`;
  }
  const first = /npm (?:error|ERR!) (?!code )(.+)/.exec(output)?.[1];
  return `${what} could not be installed (${[code, first].filter(Boolean).join(': ') || 'npm gave no reason'}).`;
}
