import { resolve } from 'node:path';

/** Paths on a command line are the caller's, wherever npm runs the script: `INIT_CWD` is where the person stood. */
export function callersPaths(words, from = process.env.INIT_CWD ?? process.cwd()) {
  return words.map((word) => (word.startsWith('-') ? word : resolve(from, word)));
}
