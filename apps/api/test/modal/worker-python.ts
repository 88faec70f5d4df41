import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { ROOT } from '../harness.js';

const TOOLS = join(ROOT, '.tools');

/** The Python that the checks of the worker use. `pnpm verify worker` makes it. */
export const PYTHON = (existsSync(TOOLS) ? readdirSync(TOOLS) : [])
  .filter((name) => name.startsWith('worker-'))
  .map((name) => join(TOOLS, name, 'bin/python'))
  .filter((file) => existsSync(file))
  .sort((a, b) => statSync(b).ctimeMs - statSync(a).ctimeMs)[0];

/** A test that needs it. Where everything is checked it is there, since the worker's own checks come first. */
export const testWithPython = test.skipIf(!PYTHON && !process.env.CI);
