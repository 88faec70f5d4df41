import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { linkTargets, markdownParts } from './markdown-parts.ts';
import { textOf } from './project-files.ts';
import { leftovers } from './template-leftovers.ts';

const DOCUMENTS = ['spec.md', 'plan.md', 'research.md', 'data-model.md', 'quickstart.md', 'tasks.md'];

const PLAN_HEADINGS = ['Summary', 'Technical Context', 'Constitution Check', 'Project Structure', 'Structure Decision'];

const TECHNICAL_CONTEXT = [
  'Language',
  'Dependencies',
  'Storage',
  'Testing',
  'Platform',
  'Project Type',
  'Performance Goals',
  'Constraints',
  'Scale',
];

/** The five gates of `specs/constitution.md`, by the names they have there. */
const GATES = [
  'Contract + config integrity',
  'Modal reliability',
  'Auth + secrets safety',
  'Storage consistency',
  'Test + transparency',
];

/** Each feature folder is whole, each plan passes the five gates with evidence, and nothing is left of a template. */
export function checkSpecs(root: string): string[] {
  const specs = join(root, 'specs');
  if (!existsSync(join(specs, 'constitution.md'))) return ['specs/constitution.md is missing'];
  const features = readdirSync(specs)
    .filter((name) => /^\d{3}-/.test(name))
    .sort();
  if (features.length === 0) return ['specs/ holds no feature folder (NNN-name)'];
  const gates = gateProblems('specs/constitution.md', textOf(root, 'specs/constitution.md') ?? '');
  return [...gates, ...features.flatMap((name) => featureProblems(root, `specs/${name}`))];
}

function featureProblems(root: string, folder: string): string[] {
  const problems: string[] = [];
  for (const name of DOCUMENTS) {
    const path = `${folder}/${name}`;
    if (!existsSync(join(root, path))) problems.push(`${path} is missing`);
  }
  const contracts = join(root, folder, 'contracts');
  const hasContracts = existsSync(contracts) && statSync(contracts).isDirectory() && readdirSync(contracts).length > 0;
  if (!hasContracts) problems.push(`${folder}/contracts/ is missing or empty`);
  for (const path of markdownBelow(root, folder)) problems.push(...leftovers(path, textOf(root, path) ?? ''));
  const plan = `${folder}/plan.md`;
  if (existsSync(join(root, plan))) problems.push(...planProblems(root, plan, textOf(root, plan) ?? ''));
  return problems;
}

function markdownBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

function planProblems(root: string, path: string, plan: string): string[] {
  const problems = PLAN_HEADINGS.filter((heading) => section(plan, heading) === null).map(
    (heading) => `${path} has no section "${heading}"`,
  );
  const context = section(plan, 'Technical Context') ?? '';
  for (const label of TECHNICAL_CONTEXT) {
    const said = new RegExp(`^[^:|\\n]*[|]?[^:|\\n]*\\b${label}\\b[^:|\\n]*[:|][^\\w\\n]*\\w`, 'im').test(context);
    if (!said) problems.push(`${path} says nothing about "${label}" in its Technical Context`);
  }
  const check = section(plan, 'Constitution Check') ?? '';
  problems.push(...gateProblems(path, check), ...GATES.flatMap((gate) => evidenceProblem(root, path, check, gate)));
  const structure = section(plan, 'Project Structure') ?? '';
  if (!/(?:packages|apps)\/[\w-]+/.test(structure))
    problems.push(`${path} names no source path in its Project Structure`);
  return problems;
}

function gateProblems(path: string, text: string): string[] {
  return GATES.filter((gate) => !text.toLowerCase().includes(gate.toLowerCase())).map(
    (gate) => `${path} has no gate "${gate}"`,
  );
}

/** Evidence is a file that exists or a command: what stands beside a gate must name one. */
function evidenceProblem(root: string, path: string, check: string, gate: string): string[] {
  const lines = check.split('\n');
  const start = lines.findIndex((line) => line.toLowerCase().includes(gate.toLowerCase()));
  if (start < 0) return [];
  const isNextGate = (line: string) => GATES.some((other) => line.toLowerCase().includes(other.toLowerCase()));
  const length = lines.slice(start + 1).findIndex((line) => isNextGate(line) || /^#/.test(line));
  const block = lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
  const named = markdownParts(block).flatMap(({ kind, text }) => (kind === 'prose' ? linkTargets(text) : [text]));
  const isEvidence = (name: string) =>
    /^(?:pnpm|npm) \w/.test(name) || (name.includes('/') && exists(root, path, name));
  return named.some(isEvidence) ? [] : [`${path} gives no evidence for the gate "${gate}": name a file or a command`];
}

function exists(root: string, path: string, name: string): boolean {
  return existsSync(join(root, name)) || existsSync(join(root, path, '..', name));
}

/** The text below a heading of any level, up to the next heading of that level or above; null when there is none. */
function section(markdown: string, heading: string): string | null {
  const lines = markdown.split('\n');
  const level = (line: string) => /^(#+)\s/.exec(line)?.[1]?.length ?? 0;
  const start = lines.findIndex((line) => level(line) > 0 && line.toLowerCase().includes(heading.toLowerCase()));
  if (start < 0) return null;
  const own = level(lines[start] ?? '');
  const length = lines.slice(start + 1).findIndex((line) => level(line) > 0 && level(line) <= own);
  const text = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
  return text.trim() === '' ? null : text;
}
