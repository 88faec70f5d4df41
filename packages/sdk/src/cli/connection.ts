import { createEasel, type Easel } from '../easel.js';
import type { AnyModels } from '../models.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Options that every command has. */
export const COMMON_OPTIONS = {
  url: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_URL = 'http://127.0.0.1:4100';

/** The address to talk to: `--url`, else `EASEL_URL`, else this machine. */
export function readUrl(given: string | undefined, terminal: Terminal): string {
  const url = given ?? terminal.env.EASEL_URL ?? DEFAULT_URL;
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new UsageError(`${url} is not an address. Write it as ${DEFAULT_URL}, with --url or in EASEL_URL.`);
}

/** A client for models that are known only while the command runs. */
export const connect = (url: string | undefined, terminal: Terminal): Easel<AnyModels> =>
  createEasel<AnyModels>({ base_url: readUrl(url, terminal) });
