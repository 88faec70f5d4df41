import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandProblem } from './markdown-commands.ts';
import { anchors, linkTargets, type MarkdownPart, markdownParts } from './markdown-parts.ts';
import { projectFiles, textOf } from './project-files.ts';

const PATH_STEPS = 13;

/** What Markdown promises exists: links and anchors, paths in backticks, commands, and the path through the code. */
export function checkMarkdown(root: string): string[] {
  const files = projectFiles(root).filter((path) => path.endsWith('.md') && !/(^|\/)fixtures\//.test(path));
  const problems = files.flatMap((path) => fileProblems(root, path));
  return [...problems, ...pathProblems(root)];
}

function fileProblems(root: string, path: string): string[] {
  const text = textOf(root, path) ?? '';
  return markdownParts(text).flatMap((part) =>
    partProblems(root, path, part).map((problem) => `${path}:${part.line} ${problem}`),
  );
}

function partProblems(root: string, path: string, part: MarkdownPart): string[] {
  if (part.kind === 'prose') return linkTargets(part.text).flatMap((target) => linkProblem(root, path, target) ?? []);
  const command = commandProblem(root, part.text);
  if (command) return [command];
  const named = part.kind === 'code' ? [part.text] : part.text.split(/\s+/).filter((word) => TOP_LEVEL_PATH.test(word));
  return named.flatMap((name) => namedPathProblem(root, path, name) ?? []);
}

function linkProblem(root: string, path: string, target: string): string | null {
  if (/^[a-z][a-z+.-]*:|^\/\//i.test(target)) return null;
  const [file = '', anchor] = decodeURI(target).split('#');
  const pointed = file === '' ? path : join(file.startsWith('/') ? '.' : dirname(path), file);
  if (!existsSync(join(root, pointed))) return `links to ${target}, which does not exist`;
  if (!anchor || !pointed.endsWith('.md')) return null;
  return anchors(textOf(root, pointed) ?? '').has(anchor) ? null : `links to ${target}, which has no such heading`;
}

const TOP_LEVEL_PATH = /^(?:packages|apps|specs|\.ci)\/[\w.@/*{},-]+$/;
const ROOM_PATH =
  /^(?:contracts|sdk|ui|engine|modal-emulator|tooling|api|web|admin|worker|e2e)\/(?:src|bootstrap|verify)\//;
const FILE_PATH = /^\.{0,2}[\w@-][\w.@/-]*\/[\w.@-]+\.(?:tsx?|mjs|js|py|json|md|ya?ml|css|html|png|svg)$/;
const MADE = /(?:^|\/)(?:node_modules|dist|\.easel|\.tools)(?:\/|$)/;

/** A name in backticks that looks like a path of ours is one; a media type or a URL path is not. */
function namedPathProblem(root: string, path: string, name: string): string | null {
  const bare = name.replace(/[:#]\d+(-\d+)?$/, '').replace(/[),.;:]+$/, '');
  const isPath = TOP_LEVEL_PATH.test(bare) || ROOM_PATH.test(bare) || /^\.{1,2}\//.test(bare) || FILE_PATH.test(bare);
  if (!isPath || MADE.test(bare) || /[<>$ ]/.test(bare)) return null;
  const bases = ['.', dirname(path), 'packages', 'apps', ...ownFolders(path)];
  const exists = bases.some((base) => matches(root, join(base, bare)));
  return exists ? null : `names ${name}, which does not exist`;
}

function ownFolders(path: string): string[] {
  const room = /^(?:packages|apps)\/[^/]+/.exec(path)?.[0];
  return room ? [room, join(room, 'src')] : [];
}

function matches(root: string, path: string): boolean {
  if (!/[*{]/.test(path)) return existsSync(join(root, path));
  return globSync(path, { cwd: root, exclude: (name) => name === 'node_modules' }).length > 0;
}

/** The path from a prompt to a picture in the README: thirteen numbered steps, each with a link to its file. */
function pathProblems(root: string): string[] {
  if (!existsSync(join(root, 'README.md'))) return ['README.md is missing'];
  const lines = (textOf(root, 'README.md') ?? '').split('\n');
  const start = lines.findIndex((line, at) => /^1\. /.test(line) && stepsFrom(lines, at) >= PATH_STEPS);
  if (start < 0) return [`README.md has no numbered list of the ${PATH_STEPS} steps from a prompt to a picture`];
  return lines.slice(start, start + PATH_STEPS).flatMap((line, index) => {
    const links = linkTargets(line).filter((target) => !/^[a-z]+:/i.test(target));
    return links.length > 0 ? [] : [`README.md:${start + index + 1} step ${index + 1} links to no file`];
  });
}

function stepsFrom(lines: string[], start: number): number {
  let steps = 0;
  while (lines[start + steps]?.startsWith(`${steps + 1}. `)) steps += 1;
  return steps;
}
