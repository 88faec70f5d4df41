import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildSetup } from './messages.js';

/** Built beside the package's entry: see tsup.config.ts. */
const ENTRY = fileURLToPath(new URL('./child.js', import.meta.url));

/** Starts a child. Its standard output is not ours; what it writes to standard error is kept for the error's detail. */
export function startChild(setup: ChildSetup): ChildProcess {
  return fork(ENTRY, [JSON.stringify(setup)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
}
