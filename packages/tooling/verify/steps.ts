import { join } from 'node:path';
import { ROOT } from '../bootstrap/layout.mjs';
import { checkBoundaries } from '../boundaries/check-boundaries.ts';
import { checkMarkdown } from '../checks/markdown.ts';
import { checkModelIds } from '../checks/model-ids.ts';
import { checkRoomScripts } from '../checks/room-scripts.ts';
import { checkSecretComparisons } from '../checks/secret-comparisons.ts';
import { checkSecrets } from '../checks/secrets.ts';
import { checkSpecs } from '../checks/specs.ts';
import { checkGenerated } from '../generate/check-generated.ts';
import { generatedFiles } from '../generate/generated-files.ts';
import { checkRename } from '../rename/check-rename.ts';
import { checkWorker } from '../worker/check-worker.ts';
import { command, problemsOf, ranEveryTest, type Step } from './step.ts';

const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
const turbo = join(ROOT, 'node_modules', 'turbo', 'bin', 'turbo');
const node = process.execPath;

/** Half the cores: each test run brings workers of its own. */
const TURBO = [node, turbo, 'run', '--continue', '--output-logs=errors-only', '--concurrency=2'];

/** No test is timed: a limit only ends one that hangs, also on a busy machine. */
const PATIENT = ['--', '--testTimeout=120000', '--hookTimeout=120000'];

/** What CI checks, cheapest first. */
export const STEPS: Step[] = [
  command('lint', 'pnpm format', [node, biome, 'check', '--error-on-warnings', '.']),
  { name: 'boundaries', mend: 'pnpm verify boundaries', run: () => checkBoundaries(ROOT) },
  { name: 'model-ids', mend: 'pnpm verify model-ids', run: () => checkModelIds(ROOT) },
  { name: 'secrets', mend: 'pnpm verify secrets', run: () => checkSecrets(ROOT) },
  { name: 'comparisons', mend: 'pnpm verify comparisons', run: () => checkSecretComparisons(ROOT) },
  { name: 'markdown', mend: 'pnpm verify markdown', run: () => checkMarkdown(ROOT) },
  { name: 'specs', mend: 'pnpm verify specs', run: () => checkSpecs(ROOT) },
  { name: 'scripts', mend: 'pnpm verify scripts', run: () => checkRoomScripts(ROOT) },
  command('build', 'pnpm build', [...TURBO, 'build']),
  { name: 'generated', mend: 'pnpm generate', run: staleFiles },
  command('typecheck', 'pnpm typecheck', [...TURBO, 'typecheck']),
  { name: 'rename', mend: 'pnpm verify rename', run: () => checkRename(ROOT, (line) => console.log(`  ${line}`)) },
  { name: 'worker', mend: 'pnpm verify worker', run: () => checkWorker(ROOT) },
  command('unit', 'pnpm verify unit', [...TURBO, 'test', ...PATIENT], { live: true, timeout_s: 900 }),
  command('crash', 'pnpm verify crash', inPackage('@easel/api', 'test:crash'), { live: true, timeout_s: 900 }),
  command('e2e', 'pnpm verify e2e', inPackage('@easel/e2e', 'test:e2e'), {
    live: true,
    timeout_s: 1800,
    judge: ranEveryTest,
  }),
];

function inPackage(name: string, script: string): string[] {
  return ['pnpm', '--filter', name, '--fail-if-no-match', 'run', script];
}

/** What lies in specs/generated, and what the SDK generates for itself. */
async function staleFiles(): Promise<string[]> {
  const unbuilt = await problemsOf([...TURBO, 'build', '--filter=@easel/api']);
  if (unbuilt.length > 0) return unbuilt;
  const stale = checkGenerated(ROOT, await generatedFiles(ROOT));
  return [...stale, ...(await problemsOf([node, join(ROOT, 'packages', 'sdk', 'generate.mjs'), '--check']))];
}
