import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { IN_FRONT_OF_MODAL, ROOT, type Running, startEasel } from '../launch.js';

const SEED = join(ROOT, 'apps/api/dist/seed.js');
const TASKS = 50_000;
const QUICK = { EASEL_EMULATED_START_MS: '50', EASEL_EMULATED_LOAD_MS: '50' };

/** Names of the two workspaces: the token of the first is good, that of the second is refused. */
export const WELL = 'studio-a';
export const SICK = 'studio-b';

const seed = async (data_dir: string): Promise<void> => {
  const words = ['--data', data_dir, '--tasks', String(TASKS), '--sick', 'ak-emulated-two:as-no-longer-good'];
  await promisify(execFile)(process.execPath, [SEED, ...words], { cwd: ROOT });
};

/**
 * An installation that has been in use for a month: 50,000 tasks of many people, one backend that is well, one that is
 * sick. Every model on Modal keeps one container warm. `told` is added to its environment.
 */
export const startOperated = (told: Record<string, string> = {}): Promise<Running> =>
  startEasel(
    (settings) => {
      for (const { runtimes } of Object.values(settings.models)) {
        if (runtimes.modal) Object.assign(runtimes.modal, { min_containers: 1, max_containers: 2 });
      }
    },
    { ...QUICK, ...told },
    IN_FRONT_OF_MODAL,
    seed,
  );
