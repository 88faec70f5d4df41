import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  if (existsSync(join(from, 'pnpm-workspace.yaml'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('Easel does not run outside its repository');
  return findRoot(parent);
}

/** The repository: where the settings, the studio and the console are, wherever this file was bundled to. */
export const ROOT_DIR = findRoot(dirname(fileURLToPath(import.meta.url)));
