import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkWorker, untested } from './check-worker.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'easel-worker-'));
  folders.push(made);
  return made;
};

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

it('says in one sentence what to install where Python is missing', async () => {
  const problems = await checkWorker(folder(), { programs: ['easel-no-such-python'], tools: folder() });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('Install python3');
});

it('keeps no environment whose installation failed', async () => {
  const root = folder();
  const room = join(root, 'apps', 'worker');
  cpSync(new URL('../../../apps/worker/pyproject.toml', import.meta.url), join(room, 'pyproject.toml'));
  writeFileSync(join(room, 'requirements-test.txt'), '/easel-no-such-folder/nothing.whl\n');
  const tools = folder();
  const problems = await checkWorker(root, { programs: ['python3'], tools });
  expect(problems.at(-1)).toBe('pip could not install the requirements');
  expect(readdirSync(tools).some((name) => readdirSync(join(tools, name)).includes('requirements-test.txt'))).toBe(
    false,
  );
});

it.each([
  ['12 passed in 3.1s\n', []],
  ["SKIPPED [1] tests/test_sdxl.py:9: could not import 'torch': No module named 'torch'\n12 passed, 1 skipped\n", []],
  ['SKIPPED [1] tests/test_films.py:9: later\n12 passed, 1 skipped\n', ['SKIPPED [1] tests/test_films.py:9: later']],
  ['1 skipped in 0.1s\n', ['no test ran']],
])('judges the summary %j', (output, problems) => {
  expect(untested(output)).toEqual(problems);
});
