import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT_DIR } from '../src/root-dir.js';

export const ROOT = ROOT_DIR;

/** A temporary folder, removed at exit. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'easel-bench-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export interface Server {
  url: string;
  pid: number;
  child: ChildProcess;
  ready_ms: number;
  stop(): Promise<void>;
}

const started = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

/** Starts a program that prints its address when it is ready. */
export function startServer(command: string, args: string[], env: Record<string, string>): Promise<Server> {
  const began = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, NODE_ENV: 'production', EASEL_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return new Promise((resolve, reject) => {
    let seen = '';
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${seen}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(seen)?.[0];
      if (!url || child.pid === undefined) return;
      const { pid } = child;
      resolve({
        url,
        pid,
        child,
        ready_ms: performance.now() - began,
        stop: () =>
          new Promise((done) => {
            child.removeAllListeners('exit');
            child.once('exit', () => done());
            process.kill(-pid, 'SIGTERM');
          }),
      });
    });
  });
}

/** CPU time that a process has used, in microseconds. */
export function cpuMicros(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Resident memory of a process in MiB. */
export function rssMib(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}

/** Whether a process has mapped a library whose path contains a text. */
export const hasLoaded = (pid: number, name: string): boolean =>
  readFileSync(`/proc/${pid}/maps`, 'utf8').includes(name);
