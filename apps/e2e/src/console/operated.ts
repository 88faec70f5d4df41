import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT, type Running, startEasel } from '../launch.js';
import { type Modal, startModal, type Token } from '../modal.js';

const SEED = join(ROOT, 'apps/api/dist/seed.js');
const TASKS = 50_000;

/** An installation that has been in use for a month: 50,000 tasks of many people, one backend that is well and one that is sick. */
export interface Operated extends Running {
  modal: Modal;
  /** Names of the two. */
  well: string;
  sick: string;
}

const text = ({ token_id, token_secret }: Token) => `${token_id}:${token_secret}`;

/** Starts it. `told` is added to its environment. */
export async function startOperated(told: Record<string, string> = {}): Promise<Operated> {
  const modal = await startModal();
  const [good, other] = modal.tokens;
  const seed = async (data_dir: string) => {
    const sick = { ...other, token_secret: 'as-no-longer-good' };
    const words = ['--data', data_dir, '--tasks', String(TASKS), '--good', text(good), '--sick', text(sick)];
    await promisify(execFile)(process.execPath, [SEED, ...words], { cwd: ROOT });
  };
  const running = await startEasel(undefined, { ...modal.env, ...told }, undefined, seed);
  return {
    ...running,
    modal,
    well: 'studio-a',
    sick: 'studio-b',
    async stop() {
      await running.stop();
      await modal.stop();
    },
  };
}
