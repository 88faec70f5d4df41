import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLS } from '../bootstrap/layout.mjs';
import { run } from '../bootstrap/run-child.mjs';

export interface Python {
  /** Programs that may be Python 3, the first that is new enough is taken. */
  programs: string[];
  /** Where environments are kept. */
  tools: string;
}

const HERE: Python = { programs: ['python3', 'python3.13', 'python3.12', 'python3.11', 'python'], tools: TOOLS };
const NEW_ENOUGH = 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 10))';
const MISSING = 'Install python3 (3.10 or newer) and python3-venv: the worker is written in Python.';

/** The worker's own Python: an environment with what it needs to run and to be tested, made once per list of requirements. */
export async function workerPython(
  root: string,
  here: Python = HERE,
): Promise<{ python: string } | { problem: string[] }> {
  const requirements = join(root, 'apps', 'worker', 'requirements-test.txt');
  const base = await findPython(here.programs);
  if (base === null) return { problem: [MISSING] };
  const version = await said(base, ['-c', 'import sys; print(sys.version)'], here.tools);
  const stamp = createHash('sha256').update(readFileSync(requirements)).update(version.output).digest('hex');
  const folder = join(here.tools, `worker-${stamp.slice(0, 12)}`);
  const python = (at: string) => join(at, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const done = join(folder, 'requirements-test.txt');
  if (existsSync(done)) return { python: python(folder) };
  rmSync(folder, { recursive: true, force: true });
  const created = await said(base, ['-m', 'venv', folder], here.tools);
  if (created.code !== 0) return { problem: [...tail(created.output), MISSING] };
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  const installed = await said(python(folder), pip, here.tools);
  if (installed.code !== 0) return { problem: [...tail(installed.output), 'pip could not install the requirements'] };
  // Last: an installation that was interrupted is made again.
  copyFileSync(requirements, done);
  return { python: python(folder) };
}

async function findPython(programs: string[]): Promise<string | null> {
  for (const program of programs) {
    const { code } = await run(program, ['-c', NEW_ENOUGH], { capture: true }).catch(() => ({ code: 1 }));
    if (code === 0) return program;
  }
  return null;
}

const TIMEOUT_MS = 15 * 60_000;

/** Runs a command where it leaves no compiled files behind. */
export function said(program: string, args: string[], cwd: string): Promise<{ code: number; output: string }> {
  mkdirSync(cwd, { recursive: true });
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  return run(program, args, { capture: true, cwd, env, timeout: TIMEOUT_MS });
}

const TAIL_LINES = 200;

/** The end of what a command said. */
export const tail = (output: string): string[] => output.trimEnd().split('\n').slice(-TAIL_LINES);
