import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../bootstrap/layout.mjs';
import { breakingChanges } from './breaking-changes.ts';

const CURRENT = join(ROOT, 'specs', 'generated', 'openapi.json');
const [older] = process.argv.slice(2).filter((word) => word !== '--');

if (older === undefined || !existsSync(resolve(older))) {
  console.error('easel: name the openapi.json of the older release: pnpm check:breaking <file>');
  process.exitCode = 1;
} else {
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  const changes = breakingChanges(read(resolve(older)), read(CURRENT));
  for (const change of changes) console.error(change);
  console.log(changes.length === 0 ? 'nothing breaks a caller' : `${changes.length} changes can break a caller`);
  process.exitCode = changes.length === 0 ? 0 : 1;
}
