import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fetchTool, MANIFESTS } from './fetch-tool.mjs';
import { NODE_MAJOR, TOOLS } from './layout.mjs';
import { SetupError } from './setup-error.mjs';

export function nodePackage(platform = process.platform, arch = process.arch) {
  return `node-${platform}-${arch}`;
}

/** The running Node serves when its major version is ours; otherwise ours is downloaded beside the sources. */
export function runsOurNode(version = process.versions.node) {
  return Number(version.split('.')[0]) === NODE_MAJOR;
}

/** Brings Node and pnpm, and returns where they are and an environment in which they come first. */
export async function bringToolchain() {
  const node = runsOurNode() ? process.execPath : await bring('node', [[nodePackage(), 'bin', 'node']]);
  // pnpm's own `bin` is a placeholder that only an install script would replace: its binary lies in another package
  const native = `exe.${process.platform}-${process.arch}`;
  const pnpm = await bring('pnpm', [
    ['@pnpm', native, 'pnpm'],
    ['@pnpm', `${native}-musl`, 'pnpm'],
  ]);
  const path = [dirname(node), dirname(pnpm), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  return { node, pnpm, env };
}

/** The path of a tool's binary, which is one of the candidates below its node_modules. */
async function bring(name, candidates) {
  const manifest = JSON.parse(readFileSync(join(MANIFESTS, name, 'package.json'), 'utf8'));
  const packages = { ...manifest.dependencies, ...manifest.optionalDependencies };
  const version = Object.values(packages)[0];
  if (name === 'node' && !(nodePackage() in packages)) {
    const machine = `${process.platform} on ${process.arch}`;
    throw new SetupError(`there is no packaged Node for ${machine}; install Node ${NODE_MAJOR} and run this again.`);
  }
  const folder = join(TOOLS, `${name}-${version}`);
  const binaryIn = (place) => candidates.map((parts) => join(place, 'node_modules', ...parts)).find(existsSync);
  if (!binaryIn(folder)) await fetchTool({ name, version, folder, binaryIn });
  return binaryIn(folder);
}
