import { spawn } from 'node:child_process';
import { ROOT } from '../bootstrap/layout.mjs';

export interface Step {
  name: string;
  /** The command that mends what the step finds, or shows it closer. */
  mend: string;
  /** What is wrong, one line each; nothing when all is well. */
  run(): Promise<string[]> | string[];
}

const TAIL_LINES = 200;

/** A step that is a command. A quiet one shows its output when it fails; a long one shows it as it comes. */
export function command(name: string, mend: string, argv: string[], { live = false, timeout_s = 600 } = {}): Step {
  return { name, mend, run: () => problemsOf(argv, live, timeout_s) };
}

/** What a command finds wrong: nothing when it ends well, else the end of what it said. */
export function problemsOf([program = '', ...args]: string[], live = false, timeout_s = 600): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk;
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const overdue = setTimeout(() => {
      output += `\nstopped after ${timeout_s} s`;
      child.kill('SIGTERM');
    }, timeout_s * 1000);
    child.once('error', (error) => {
      clearTimeout(overdue);
      resolve([error.message]);
    });
    child.once('close', (code, signal) => {
      clearTimeout(overdue);
      if (code === 0) return resolve([]);
      const end = signal ? `ended by ${signal}` : `exit code ${code}`;
      resolve(live ? [end] : [...output.trimEnd().split('\n').slice(-TAIL_LINES), end]);
    });
  });
}
