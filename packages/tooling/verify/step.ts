import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '../bootstrap/layout.mjs';

export interface Step {
  name: string;
  /** The command that mends what the step finds, or shows it closer. */
  mend: string;
  /** What is wrong, one line each; nothing when all is well. */
  run(): Promise<string[]> | string[];
}

interface CommandOptions {
  /** Shows the output as it comes, not only when the command fails. */
  live?: boolean;
  timeout_s?: number;
  /** What is wrong with the output of a command that ended well. */
  judge?: (output: string) => string[];
}

const TAIL_LINES = 200;

/** A step that is a command. */
export function command(name: string, mend: string, argv: string[], options: CommandOptions = {}): Step {
  return { name, mend, run: () => problemsOf(argv, options) };
}

/** What a command finds wrong: nothing when it ends well, else the end of what it said. */
export function problemsOf([program = '', ...args]: string[], options: CommandOptions = {}): Promise<string[]> {
  const { live = false, timeout_s = 600, judge = () => [] } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk;
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let end: string | null = null;
    const overdue = setTimeout(() => {
      end = `stopped after ${timeout_s} s`;
      child.kill('SIGTERM');
    }, timeout_s * 1000);
    child.once('error', (error) => {
      clearTimeout(overdue);
      resolve([error.message]);
    });
    child.once('close', (code, signal) => {
      clearTimeout(overdue);
      if (code === 0) return resolve(judge(stripVTControlCharacters(output)));
      end ??= signal ? `ended by ${signal}` : `exit code ${code}`;
      resolve(live ? [end] : [...output.trimEnd().split('\n').slice(-TAIL_LINES), end]);
    });
  });
}

/** Tests that were skipped, or that never ran, prove nothing. */
export function ranEveryTest(output: string): string[] {
  const counts = [...output.matchAll(/^.*\bTests\s+(.*)$/gm)].map((match) => match[1] ?? '');
  if (!counts.some((count) => /\d+ passed/.test(count))) return ['no test ran'];
  return counts.filter((count) => /skipped|todo/.test(count)).map((count) => `some tests did not run: ${count}`);
}
