/** Where a command writes: results to `out`, everything else to `note`. */
export interface Terminal {
  /** A line of the result. */
  out(line: string): void;
  /** A line about what is going on. */
  note(line: string): void;
  /** Replaces the last progress line where the terminal can, and is silent where it cannot. */
  progress(line: string): void;
  env: Readonly<Record<string, string | undefined>>;
}

/** The terminal this process runs in. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write('\r\u001B[K');
    shown = false;
  };
  return {
    env,
    out(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    note(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    progress(line) {
      if (!stderr.isTTY) return;
      clear();
      stderr.write(line);
      shown = true;
    },
  };
}
