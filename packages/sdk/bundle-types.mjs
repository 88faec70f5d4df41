// Makes the declarations self-contained, since @easel/contracts exists only in this repository: copies those of
// contracts into dist/contracts, leaves out what only the routers need, and keeps what the entries reach.
import { cp, glob, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('dist', import.meta.url));
const CONTRACTS = dirname(fileURLToPath(import.meta.resolve('@easel/contracts')));
const COPY = resolve(DIST, 'contracts');
const ENTRIES = ['index.d.ts', 'node.d.ts'];

/** Top-level declarations of a file, each with the comment before it. */
const declarationsOf = (text) => text.split(/^(?=\/\*\*|(?<!\*\/\n)(?:export|declare|import) )/m);

const namesIn = (declaration) => [
  ...(declaration.match(/^(?:export )?(?:declare )?(?:const|interface|type) (\w+)/m)?.slice(1) ?? []),
  ...(declaration.match(/^import (?:type )?\{([^}]*)\}/m)?.[1]?.match(/\w+/g) ?? []),
];

/** Routers and what they are made of drag in a library whose own declarations do not compile with our zod. */
function withoutRouters(text) {
  let kept = declarationsOf(text);
  const isRouter = (declaration) => /@ts-rest\/core|^import .*\.routes\.js/m.test(declaration);
  for (let dropped = kept.filter(isRouter); dropped.length > 0; ) {
    kept = kept.filter((declaration) => !dropped.includes(declaration));
    const banned = dropped.flatMap(namesIn);
    dropped = kept.filter((declaration) => banned.some((name) => new RegExp(`\\b${name}\\b`).test(declaration)));
  }
  return kept.join('');
}

function pointToCopy(path, text) {
  const to = relative(dirname(path), resolve(COPY, 'index.js')).replaceAll('\\', '/');
  return text.replaceAll(/(['"])@easel\/contracts\1/g, `'${to.startsWith('.') ? to : `./${to}`}'`);
}

const importsOf = (path, text) =>
  [...text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)].map(([, to]) => resolve(dirname(path), `${to}.d.ts`));

await cp(CONTRACTS, COPY, {
  recursive: true,
  filter: (path) => !path.includes('.') || path.endsWith('.d.ts') || path === CONTRACTS,
});

const texts = new Map();
for await (const file of glob('**/*.d.ts', { cwd: DIST })) {
  const path = resolve(DIST, file);
  const text = await readFile(path, 'utf8');
  texts.set(path, path.startsWith(COPY) ? withoutRouters(text) : pointToCopy(path, text));
}

const reached = new Set(ENTRIES.map((entry) => resolve(DIST, entry)));
for (const path of reached) for (const to of importsOf(path, texts.get(path) ?? '')) reached.add(to);

for (const [path, text] of texts) {
  if (reached.has(path)) await writeFile(path, text === '' ? 'export {};\n' : text);
  else await rm(path);
}
const broken = [...reached].filter((path) => /@ts-rest\/core|@easel\//.test(texts.get(path) ?? '@easel/'));
if (broken.length > 0) throw new Error(`These declarations do not stand alone: ${broken.join(', ')}`);
