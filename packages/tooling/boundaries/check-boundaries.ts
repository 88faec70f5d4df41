import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type ImportFact, readImports } from './read-imports.ts';
import { RULES, type SourceFile } from './rules.ts';
import { filesBelow, readText } from './source-tree.ts';
import { isTestPath, roomFolder, targetOf } from './targets.ts';

const CODE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** Every import in every room against every rule; one line for each violation. */
export function checkBoundaries(root: string): string[] {
  const files = [...filesBelow(root, 'packages', CODE), ...filesBelow(root, 'apps', CODE)]
    .filter((path) => !path.startsWith('packages/tooling/'))
    .map((path) => readFile(root, path));
  return [
    ...files.flatMap(ruleViolations),
    ...files.flatMap(uiNetwork),
    ...files.flatMap(computedImports),
    ...undeclared(root, files),
    ...browserEntry(root, files),
  ];
}

function readFile(root: string, path: string): SourceFile {
  const facts = readImports(path, readText(root, path));
  const isKnown = (fact: ImportFact): fact is { specifier: string; line: number } => fact.specifier !== null;
  const targets = facts.imports
    .filter(isKnown)
    .map(({ specifier, line }) => ({ target: targetOf(path, specifier), line }));
  return { ...facts, path, targets };
}

function ruleViolations(file: SourceFile): string[] {
  return file.targets.flatMap(({ target, line }) =>
    RULES.flatMap((rule) => {
      const wrong = rule.forbids(file, target);
      return wrong ? [`${file.path}:${line} ${wrong} (${rule.name}: ${rule.says})`] : [];
    }),
  );
}

function uiNetwork(file: SourceFile): string[] {
  if (roomFolder(file.path) !== 'packages/ui' || isTestPath(file.path)) return [];
  return file.network.map(({ name, line }) => `${file.path}:${line} uses ${name} (ui-without-fetching)`);
}

/** An import that is computed cannot be checked, so there is none. */
function computedImports(file: SourceFile): string[] {
  if (isTestPath(file.path) || !file.path.includes('/src/')) return [];
  return file.imports
    .filter(({ specifier }) => specifier === null)
    .map(({ line }) => `${file.path}:${line} imports a computed name (write the name as a literal)`);
}

/** A package that a room imports stands in that room's package.json, or in one of a folder of its own inside the room. */
function undeclared(root: string, files: SourceFile[]): string[] {
  const declared = new Map<string, Set<string>>();
  return files.flatMap((file) => {
    const folder = roomFolder(file.path);
    if (folder === null) return [];
    const within = foldersUpTo(folder, file.path);
    for (const one of within) if (!declared.has(one)) declared.set(one, declaredPackages(root, one));
    return file.targets.flatMap(({ target, line }) => {
      if (target.kind !== 'external' && target.kind !== 'workspace') return [];
      const name = target.kind === 'external' ? target.name : `@easel/${target.room}`;
      if (name === `@easel/${folder.split('/')[1]}` || within.some((one) => declared.get(one)?.has(name))) return [];
      return [`${file.path}:${line} imports ${name}, which ${folder}/package.json does not declare`];
    });
  });
}

/** The folders from that of a file up to that of its room. */
function foldersUpTo(room: string, path: string): string[] {
  const own = posix.dirname(path);
  return own === room || own === '.' ? [room] : [own, ...foldersUpTo(room, own)];
}

function declaredPackages(root: string, folder: string): Set<string> {
  const path = `${folder}/package.json`;
  if (!existsSync(join(root, path))) return new Set();
  const manifest = JSON.parse(readText(root, path));
  const names = [
    manifest.dependencies,
    manifest.devDependencies,
    manifest.peerDependencies,
    manifest.optionalDependencies,
  ];
  return new Set(names.flatMap((block) => Object.keys(block ?? {})));
}

const BROWSER_ENTRY = 'packages/sdk/src/index.ts';

/** Nothing that the SDK's browser entry reaches may need Node. */
function browserEntry(root: string, files: SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const queue = existsSync(join(root, BROWSER_ENTRY)) ? [BROWSER_ENTRY] : [];
  const problems: string[] = [];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = byPath.get(path);
    if (!file || reached.has(path)) continue;
    reached.add(path);
    for (const { target, line } of file.targets) {
      if (target.kind === 'file') queue.push(...sourceCandidates(target.path));
      if (target.kind === 'builtin') {
        problems.push(`${path}:${line} imports ${target.name} (sdk-browser-entry: ${BROWSER_ENTRY} reaches this file)`);
      }
    }
  }
  return problems;
}

/** The source files that `./x.js` may mean. */
function sourceCandidates(path: string): string[] {
  const stem = path.replace(/\.[cm]?jsx?$/, '');
  return [path, `${stem}.ts`, `${stem}.tsx`, posix.join(path, 'index.ts')];
}
