import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './layout.mjs';

/** Folders that hold what is made from the sources, never a source. */
const MADE = new Set(['node_modules', 'dist', '.turbo', '.tools', '.easel', '.cache', '.git', 'test-results']);

/** The packages of the workspace: folder and manifest, in a stable order. */
export function workspacePackages(root = ROOT) {
  const found = [];
  for (const group of ['packages', 'apps']) {
    if (!existsSync(join(root, group))) continue;
    for (const name of readdirSync(join(root, group)).sort()) {
      const folder = join(root, group, name);
      const file = join(folder, 'package.json');
      if (existsSync(file)) found.push({ folder, manifest: JSON.parse(readFileSync(file, 'utf8')) });
    }
  }
  return found;
}

/** Every source file below a folder with its size and time, as lines that change when a source does. */
export function sourceLines(folder, root = ROOT, lines = []) {
  if (!existsSync(folder)) return lines;
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (MADE.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sourceLines(path, root, lines);
    else if (entry.isFile()) lines.push(sourceLine(path, root));
  }
  return lines;
}

export function sourceLine(path, root = ROOT) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${relative(root, path)}:${stat.size}:${stat.mtimeMs}` : `${relative(root, path)}:missing`;
}
