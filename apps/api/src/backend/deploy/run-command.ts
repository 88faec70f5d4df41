import { spawn } from 'node:child_process';

const KILL_AFTER_MS = 3_000;

interface Command {
  words: readonly string[];
  cwd: string;
  env: Record<string, string>;
  /** Ends it, with everything it started. */
  signal: AbortSignal;
  onText: (text: string) => void;
}

export type CommandEnd = { code: number } | { missing: string } | { stopped: true };

/** Runs a command without a shell, in an environment of its own, as the head of a process group of its own. */
export function runCommand({ words, cwd, env, signal, onText }: Command): Promise<CommandEnd> {
  const [program = '', ...parameters] = words;
  if (signal.aborted) return Promise.resolve({ stopped: true });
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const kill = (how: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, how);
      } catch {
        // It has ended already.
      }
    };
    let killing: NodeJS.Timeout | undefined;
    const stop = () => {
      kill('SIGTERM');
      killing = setTimeout(() => kill('SIGKILL'), KILL_AFTER_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    const end = (how: CommandEnd) => {
      signal.removeEventListener('abort', stop);
      clearTimeout(killing);
      resolve(how);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);
    child.on('error', (error) => end({ missing: (error as NodeJS.ErrnoException).code ?? error.message }));
    child.on('close', (code) => end(signal.aborted ? { stopped: true } : { code: code ?? 1 }));
  });
}
