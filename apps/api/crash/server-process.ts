import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_DIR } from '../src/root-dir.js';

const SERVER = join(ROOT_DIR, 'apps/api/dist/server.js');
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const started = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

export interface Running {
  url: string;
  pid: number;
  child: ChildProcess;
  ready_ms: number;
  ended: Promise<void>;
}

/** Starts the built server on a free port and waits until it is ready. */
export async function startServer(dataDir: string, env: Record<string, string> = {}): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, [SERVER], {
    env: { ...process.env, EASEL_DATA_DIR: dataDir, EASEL_PORT: '0', EASEL_LOG_LEVEL: 'fatal', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.add(child);
  child.once('exit', () => started.delete(child));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let seen = '';
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('http://127.0.0.1:9');
      else reject(new Error(`the server ended with ${code}: ${seen}`));
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(seen)?.[0];
      if (address) resolve(address);
    });
  });
  // A process that is to end at a named point may do so with the first task it finds, before it is ready.
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over && !(await fetch(`${url}/v1/ready`).catch(() => null))?.ok) await pause(5);
  return { url, pid: child.pid ?? 0, child, ready_ms: performance.now() - began, ended };
}

/** Process ids of a process's children. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const ppid = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
        return Number(ppid) === pid ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}

const alive = (pid: number): boolean => {
  try {
    // A zombie has ended; only its parent has not looked.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

/** Waits until processes have ended; returns those that have not. */
export async function survivors(pids: number[], timeoutMs: number): Promise<number[]> {
  const until = performance.now() + timeoutMs;
  let left = pids.filter(alive);
  while (left.length > 0 && performance.now() < until) {
    await pause(25);
    left = left.filter(alive);
  }
  return left;
}
