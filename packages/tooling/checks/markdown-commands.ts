import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePackages } from '../bootstrap/workspace.mjs';

const PNPM_OWN = new Set([
  'install',
  'i',
  'add',
  'remove',
  'update',
  'exec',
  'dlx',
  'why',
  'list',
  'outdated',
  'peers',
]);
const NPM_OWN = new Set(['install', 'i', 'ci', 'pack', 'view', 'publish', 'init', 'exec', 'config']);
const NPM_SCRIPTS = new Set(['start', 'test', 'stop', 'restart']);

/** What is wrong with a line that calls `pnpm` or `npm`, or null. */
export function commandProblem(root: string, line: string): string | null {
  for (const part of line.split(/&&|\|\||;|\|/)) {
    const words = part
      .trim()
      .replace(/^\$\s+/, '')
      .split(/\s+/)
      .filter((word) => !/^[A-Z_]+=/.test(word));
    const problem = words[0] === 'pnpm' ? pnpmProblem(root, words.slice(1)) : npmProblem(root, words);
    if (problem) return problem;
  }
  return null;
}

function pnpmProblem(root: string, words: string[]): string | null {
  const [first, second, third] = words;
  if (first === undefined) return null;
  if (first === '--filter' || first === '-F')
    return filteredProblem(root, second ?? '', third === 'run' ? words[3] : third);
  if (first.startsWith('-') || PNPM_OWN.has(first)) return null;
  const script = first === 'run' ? second : first;
  return script === undefined || scripts(root, '.').has(script)
    ? null
    : `names pnpm ${script}, which package.json does not have`;
}

function filteredProblem(root: string, name: string, script: string | undefined): string | null {
  const found = workspacePackages(root).find(({ manifest }) => manifest.name === name);
  if (!found) return `names the package ${name}, which does not exist`;
  if (script === undefined || PNPM_OWN.has(script) || found.manifest.scripts?.[script]) return null;
  return `names pnpm ${script}, which ${name} does not have`;
}

function npmProblem(root: string, words: string[]): string | null {
  const [program, first, second] = words;
  if (program !== 'npm' || first === undefined || first.startsWith('-') || NPM_OWN.has(first)) return null;
  const script = first === 'run' || first === 'run-script' ? second : first;
  if (script === undefined) return null;
  if (script === first && !NPM_SCRIPTS.has(first)) return `names npm ${first}, which npm does not have`;
  return scripts(root, '.').has(script) ? null : `names npm ${script}, which package.json does not have`;
}

function scripts(root: string, folder: string): Set<string> {
  const file = join(root, folder, 'package.json');
  return new Set(existsSync(file) ? Object.keys(JSON.parse(readFileSync(file, 'utf8')).scripts ?? {}) : []);
}
