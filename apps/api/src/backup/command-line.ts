import { parseArgs } from 'node:util';
import { type Config, forgetSecrets, readConfig, StartError } from '../config.js';

type Options = Record<string, { type: 'string' | 'boolean' }>;
type Values = Record<string, string | boolean | undefined>;

/** Words of a command line: one place and options, or the usage. */
export function readWords(args: string[], options: Options, usage: string): { place: string; values: Values } {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [place] = positionals;
    // Without `multiple` every value is a text, a switch, or absent.
    if (place !== undefined && positionals.length === 1) return { place, values: values as Values };
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n${usage}`);
  }
  throw new StartError(usage);
}

export const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Runs a command of its own process: an operator's mistake is one sentence, exit code 1. */
export async function runCommand(body: (config: Config, args: string[]) => Promise<void>): Promise<void> {
  try {
    const config = readConfig(process.env);
    forgetSecrets(process.env);
    await body(config, process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes for people, for example `3.2 GiB`. */
export function sizeText(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** unit).toFixed(1))} ${UNITS[unit]}`;
}
