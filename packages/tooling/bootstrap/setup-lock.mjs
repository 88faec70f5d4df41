import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TOOLS } from './layout.mjs';
import { say } from './say.mjs';

/** One set-up at a time per clone. A lock whose owner is gone is taken over. */
export async function withSetupLock(body, file = join(TOOLS, 'setup.lock')) {
  mkdirSync(join(file, '..'), { recursive: true });
  let told = false;
  while (!take(file)) {
    const owner = readOwner(file);
    if (owner === null ? isOld(file) : !isAlive(owner)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say(`another set-up is running here${owner === null ? '' : ` (process ${owner})`}, waiting for it`);
    told = true;
    await sleep(250);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await body();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** A lock without a name in it is being written, or was left by a process that died while writing. */
function isOld(file) {
  const written = statSync(file, { throwIfNoEntry: false });
  return written !== undefined && Date.now() - written.mtimeMs > 5000;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
