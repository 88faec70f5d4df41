// Makes the declarations self-contained: copies those of contracts into dist/contracts and points the imports there.
import { cp, glob, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('dist', import.meta.url));
const CONTRACTS = dirname(fileURLToPath(import.meta.resolve('@easel/contracts')));
const COPY = resolve(DIST, 'contracts');

await cp(CONTRACTS, COPY, {
  recursive: true,
  filter: (path) => !path.includes('.') || path.endsWith('.d.ts') || path === CONTRACTS,
});

for await (const file of glob('**/*.d.ts', { cwd: DIST })) {
  const path = resolve(DIST, file);
  if (path.startsWith(COPY)) continue;
  const text = await readFile(path, 'utf8');
  const to = relative(dirname(path), resolve(COPY, 'index.js')).replaceAll('\\', '/');
  const rewritten = text.replaceAll(/(['"])@easel\/contracts\1/g, `'${to.startsWith('.') ? to : `./${to}`}'`);
  if (rewritten !== text) await writeFile(path, rewritten);
}
