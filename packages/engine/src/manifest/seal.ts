import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Writes the SHA-256 of every file that a manifest names back into it: `pnpm seal <folder>`. */
function seal(folder: string): void {
  const path = join(folder, 'manifest.json');
  const fill = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('file' in value && typeof value.file === 'string') {
      const bytes = readFileSync(join(folder, value.file));
      Object.assign(value, { sha256: createHash('sha256').update(bytes).digest('hex') });
    }
    for (const inner of Object.values(value)) fill(inner);
  };
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  fill(manifest);
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

for (const folder of process.argv.slice(2)) seal(resolve(folder));
