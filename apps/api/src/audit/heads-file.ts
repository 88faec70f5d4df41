import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuditHead } from '@easel/contracts';

/** What a file of heads holds. */
export interface HeadsRead {
  heads: AuditHead[];
  bases: AuditHead[];
  /** Numbers of lines that are none of ours. */
  unreadable: number[];
  /** Bytes up to the last whole line. */
  whole_bytes: number;
}

type Line = { head: AuditHead } | { base: AuditHead };

/** One line of the file. */
const lineOf = (line: Line): string => `${JSON.stringify('head' in line ? line.head : line)}\n`;

function parse(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'base' in value) return { base: AuditHead.parse(value.base) };
    return { head: AuditHead.parse(value) };
  } catch {
    return null;
  }
}

/** Reads a file of heads. A last line without its end was being written when the process died: it is left out. */
export function readHeads(file: string): HeadsRead {
  const read: HeadsRead = { heads: [], bases: [], unreadable: [], whole_bytes: 0 };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return read;
    throw error;
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  read.whole_bytes = Buffer.byteLength(whole);
  for (const [index, line] of whole.split('\n').entries()) {
    if (line === '') continue;
    const parsed = parse(line);
    if (!parsed) read.unreadable.push(index + 1);
    else if ('head' in parsed) read.heads.push(parsed.head);
    else read.bases.push(parsed.base);
  }
  return read;
}

/** Makes the file ready to be appended to. */
export function prepareHeads(file: string): HeadsRead {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const handle = openSync(file, 'a', 0o600);
  try {
    const read = readHeads(file);
    ftruncateSync(handle, read.whole_bytes);
    return read;
  } finally {
    closeSync(handle);
  }
}

/** Appends a line; it is on the disk when this resolves. */
export async function appendHead(file: string, line: Line): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(lineOf(line));
    await handle.sync();
  } finally {
    await handle.close();
  }
}
