import { ROOT } from '../bootstrap/layout.mjs';
import { workerPython } from './worker-python.ts';

/** Prints the path of the worker's own Python, for programs that start the worker. */
const made = await workerPython(ROOT);
if ('python' in made) console.log(made.python);
else {
  console.error(made.problem.join('\n'));
  process.exitCode = 1;
}
