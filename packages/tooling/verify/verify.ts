import { runSteps } from './run-steps.ts';
import { STEPS } from './steps.ts';

const wanted = process.argv.slice(2).filter((name) => name !== '--');
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `easel: no step is called ${unknown.join(', ')}; there are ${STEPS.map(({ name }) => name).join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  const failed = await runSteps(wanted.length > 0 ? STEPS.filter(({ name }) => wanted.includes(name)) : STEPS);
  process.exitCode = failed > 0 ? 1 : 0;
}
