import { join } from 'node:path';
import { type Python, said, tail, workerPython } from './worker-python.ts';

/** Lint, types and tests of the worker, in an environment of its own that is made once per list of requirements. */
export async function checkWorker(root: string, here?: Python): Promise<string[]> {
  const room = join(root, 'apps', 'worker');
  const made = await workerPython(root, here);
  if ('problem' in made) return made.problem;
  const checks = [
    ['ruff', 'check', '.'],
    ['ruff', 'format', '--check', '.'],
    ['mypy'],
    ['pytest', '-p', 'no:cacheprovider', '-rs'],
  ];
  const problems: string[] = [];
  for (const [module = '', ...args] of checks) {
    const { code, output } = await said(made.python, ['-m', module, ...args], room);
    if (code !== 0) problems.push(...tail(output), `${module} ${args.join(' ')} ended with exit code ${code}`);
    else if (module === 'pytest') problems.push(...untested(output));
  }
  return problems;
}

/** Tests of real pipelines need torch; any other test that did not run proves nothing. */
export function untested(output: string): string[] {
  if (!/^\d+ passed/m.test(output)) return ['no test ran'];
  return [...output.matchAll(/^SKIPPED .*$/gm)].map(([line]) => line).filter((line) => !/'torch'/.test(line));
}
