import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface PlantedRepository {
  root: string;
  plant(path: string, text: string): void;
  remove(path: string): void;
  clear(): void;
}

/** A repository in a temporary folder, for tests that plant a violation and want to see red. */
export function plantedRepository(files: Record<string, string>): PlantedRepository {
  const root = mkdtempSync(join(tmpdir(), 'easel-planted-'));
  execFileSync('git', ['init', '-q'], { cwd: root });
  const plant = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) plant(path, text);
  return {
    root,
    plant,
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    clear: () => rmSync(root, { recursive: true, force: true }),
  };
}
