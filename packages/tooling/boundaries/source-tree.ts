import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

/** Folders that hold what is made from the sources. */
const MADE = new Set(['node_modules', 'dist', '.turbo', '.tools', '.easel', '.cache', '.git', 'test-results']);

/** Paths of all source files below `folder`, relative to `root`, with forward slashes. */
export function filesBelow(root: string, folder: string, matches: RegExp): string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { withFileTypes: true })
    .filter((entry) => !MADE.has(entry.name))
    .sort(byName)
    .flatMap((entry) => {
      const path = relative(root, join(start, entry.name)).split(sep).join(posix.sep);
      if (entry.isDirectory()) return filesBelow(root, path, matches);
      return entry.isFile() && matches.test(entry.name) ? [path] : [];
    });
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

export function readText(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
