import { expect, it } from 'vitest';
import { runSteps } from './run-steps.ts';
import { command, ranEveryTest } from './step.ts';

async function printed(steps: Parameters<typeof runSteps>[0]): Promise<{ lines: string[]; failed: number }> {
  const lines: string[] = [];
  const failed = await runSteps(steps, (line) => lines.push(line.trim()));
  return { lines, failed };
}

const good = { name: 'good', mend: 'pnpm good', run: () => [] };
const bad = { name: 'bad', mend: 'pnpm mend', run: () => ['a.ts:1 is wrong'] };
const broken = {
  name: 'broken',
  mend: 'pnpm mend',
  run: () => {
    throw new Error('no such file');
  },
};

it('ends with the count when all pass', async () => {
  const { lines, failed } = await printed([good, good]);
  expect(lines.at(-1)).toBe('2 passed, 0 failed');
  expect(failed).toBe(0);
});

it('goes on after a failure and prints the command that mends it', async () => {
  const { lines, failed } = await printed([bad, broken, good]);
  expect(lines.at(-1)).toBe('1 passed, 2 failed');
  expect(lines).toContain('a.ts:1 is wrong');
  expect(lines).toContain('no such file');
  expect(lines.filter((line) => line.endsWith('run: pnpm mend'))).toHaveLength(2);
  expect(failed).toBe(2);
});

it('takes a command that exits with an error, or does not exist, for a failure', async () => {
  const failing = command('failing', 'pnpm mend', [process.execPath, '-e', 'console.log("seen"); process.exit(3)']);
  const missing = command('missing', 'pnpm mend', ['easel-no-such-program']);
  const { lines, failed } = await printed([failing, missing]);
  expect(failed).toBe(2);
  expect(lines).toContain('seen');
  expect(lines).toContain('exit code 3');
});

it('stops a command that hangs', async () => {
  const hanging = command('hanging', 'pnpm mend', [process.execPath, '-e', 'setInterval(() => {}, 1000)'], {
    timeout_s: 0.2,
  });
  const { lines, failed } = await printed([hanging]);
  expect(failed).toBe(1);
  expect(lines).toContain('stopped after 0.2 s');
});

it.each([
  [' Test Files  3 passed (3)\n      Tests  12 passed (12)\n', []],
  [' Test Files  1 skipped (1)\n      Tests  4 skipped (4)\n', ['no test ran']],
  ['      Tests  11 passed | 1 skipped (12)\n', ['some tests did not run: 11 passed | 1 skipped (12)']],
  ['nothing to do\n', ['no test ran']],
])('judges the summary %j', (output, problems) => {
  expect(ranEveryTest(output)).toEqual(problems);
});

it('fails a command whose output shows that it did nothing', async () => {
  const idle = command('idle', 'pnpm mend', [process.execPath, '-e', ''], { judge: ranEveryTest });
  const { lines, failed } = await printed([idle]);
  expect(failed).toBe(1);
  expect(lines).toContain('no test ran');
});
