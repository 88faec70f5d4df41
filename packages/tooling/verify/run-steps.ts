import type { Step } from './step.ts';

type Print = (line: string) => void;

/** Runs every step, also after a failure, and returns how many failed. The last line is the count. */
export async function runSteps(steps: Step[], print: Print = console.log): Promise<number> {
  let failed = 0;
  for (const [index, step] of steps.entries()) {
    print(`\n[${index + 1}/${steps.length}] ${step.name}`);
    const started = performance.now();
    const problems = await attempt(step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (problems.length === 0) {
      print(`  passed in ${seconds} s`);
      continue;
    }
    failed += 1;
    for (const problem of problems) print(`  ${problem}`);
    print(`  FAILED in ${seconds} s: ${step.name}; run: ${step.mend}`);
  }
  print(`\n${steps.length - failed} passed, ${failed} failed`);
  return failed;
}

async function attempt(step: Step): Promise<string[]> {
  try {
    return await step.run();
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
