import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, TOOLS } from './layout.mjs';
import { run } from './run-child.mjs';
import { say } from './say.mjs';
import { SetupError } from './setup-error.mjs';

/** What may be brought: versions in a manifest, checksums in the lockfile beside it. */
export const MANIFESTS = join(dirname(fileURLToPath(import.meta.url)), 'tools');

/** Installs into a folder of its own and renames it into place, so that two set-ups at once cannot mix. */
export async function fetchTool({ name, version, folder, binaryIn }) {
  say(`fetching ${name} ${version} (once)`);
  mkdirSync(TOOLS, { recursive: true });
  const work = mkdtempSync(join(TOOLS, `${name}-`));
  try {
    cpSync(join(MANIFESTS, name), work, { recursive: true });
    // npm reads a project's .npmrc from the folder it installs into
    if (existsSync(join(ROOT, '.npmrc'))) cpSync(join(ROOT, '.npmrc'), join(work, '.npmrc'));
    const { code, output } = await run('npm', npmArguments(work), { capture: true, cwd: work });
    rmSync(join(work, '.npmrc'), { force: true });
    if (code !== 0) throw new SetupError(downloadFailure(`${name} ${version}`, output));
    await proveIt(`${name} ${version}`, binaryIn(work));
    moveInto(work, folder, binaryIn);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function npmArguments(folder) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000'];
  // not `npm ci`: it refuses a lockfile in which an optional platform package is missing
  return ['install', '--prefix', folder, '--ignore-scripts', ...quiet, ...patience];
}

/** npm does not mind when an optional package cannot be had, and a binary may be made for another C library. */
async function proveIt(what, binary) {
  if (!binary) throw new SetupError(noConnection(what, 'the package for this machine did not come'));
  const { code } = await run(binary, ['--version'], { capture: true }).catch(() => ({ code: 1 }));
  if (code !== 0) throw new SetupError(`${what} was downloaded but does not run on this machine.`);
}

/** Whoever renames first has won; the other's copy holds the same bytes and is dropped. What is broken is replaced. */
export function moveInto(work, folder, binaryIn) {
  if (existsSync(folder) && !binaryIn(folder)) rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(work, folder);
  } catch (error) {
    if (!binaryIn(folder)) throw error;
  }
}

const NETWORK = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH']);

/** One sentence out of npm's many lines. */
export function downloadFailure(what, output) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1];
  if (code && NETWORK.has(code)) return noConnection(what, code);
  const first = /npm (?:error|ERR!) (?!code )(.+)/.exec(output)?.[1];
  return `${what} could not be installed (${[code, first].filter(Boolean).join(': ') || 'npm gave no reason'}).`;
}

function noConnection(what, why) {
  return `${what} could not be downloaded (${why}); the first start needs a network connection, then run this again.`;
}
