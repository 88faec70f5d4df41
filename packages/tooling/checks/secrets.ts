import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import { lineOf, projectFiles, textOf } from './project-files.ts';

const CONFIG = {
  rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended, rules: [], options: {} }],
};

/** Patterns of our own world, beside the known set. */
const OWN_PATTERNS: [what: string, pattern: RegExp][] = [
  ['a Modal token id', /\bak-[A-Za-z0-9]{22}\b/g],
  ['a Modal token secret', /\bas-[A-Za-z0-9]{22}\b/g],
  ['an Easel key', /\beasel_[A-Za-z0-9]{24,}\b/g],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/g],
  ['a path of one machine', /(?<![\w.-])\/(?:work|root|home\/[a-z][\w-]*|Users\/[A-Za-z][\w-]*)\/[\w.-]+/g],
  ['a path of one machine', /(?<![\w.-])\/tmp\/easel\b/g],
  ['a package registry', /\bhttps?:\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio|npm\.pkg)[\w.-]*(?::\d+)?\//g],
];

const ASSIGNED =
  /(?:secret|token|passw(?:or)?d|api_?key|private_?key|credential)\w*["']?\s*[:=]\s*["'`]([A-Za-z0-9+/_=-]{20,})["'`]/gi;
const RANDOM_BITS_PER_CHARACTER = 3.7;

const UNSCANNED = new Set(['pnpm-lock.yaml']);

/** Secrets, paths of one machine and registry hosts do not belong in the tree. */
export async function checkSecrets(root: string): Promise<string[]> {
  const problems: string[] = [];
  for (const path of projectFiles(root)) {
    const text = UNSCANNED.has(path) ? null : textOf(root, path);
    if (text !== null) problems.push(...(await secretsIn(path, text)));
  }
  return problems;
}

async function secretsIn(path: string, text: string): Promise<string[]> {
  const { messages } = await lintSource({
    source: { filePath: path, content: text, contentType: 'text' },
    options: { config: CONFIG, maskSecrets: true },
  });
  const known = messages.map(({ message, loc }) => `${path}:${loc.start.line} ${message}`);
  const own = OWN_PATTERNS.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map((match) => `${path}:${lineOf(text, match.index)} holds ${what}`),
  );
  const random = [...text.matchAll(ASSIGNED)]
    .filter((match) => /\d/.test(match[1] ?? '') && bitsPerCharacter(match[1] ?? '') > RANDOM_BITS_PER_CHARACTER)
    .map((match) => `${path}:${lineOf(text, match.index)} assigns what looks like a secret`);
  return [...known, ...own, ...random];
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}
