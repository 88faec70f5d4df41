import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AuditHead } from '@easel/contracts';

/** Holds the newest heads, some 300 bytes each. */
const TAIL_BYTES = 64 * 1024;
/** Lines read before others get their turn. */
const LINES = 200;

/** What a file of heads holds. */
export interface HeadsRead {
  heads: AuditHead[];
  bases: AuditHead[];
  /** Numbers of lines that are none of ours. */
  unreadable: number[];
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

/** Whole lines. A last one without its end was being written when the process died: it is left out. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** Reads a file of heads; giving way to others, since it may have grown for years. */
export async function readHeads(file: string): Promise<HeadsRead> {
  const read: HeadsRead = { heads: [], bases: [], unreadable: [] };
  if (!existsSync(file)) return read;
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (number % LINES === 0) await nextTurn();
    if (line === '') continue;
    const parsed = parse(line);
    if (!parsed) read.unreadable.push(number);
    else if ('head' in parsed) read.heads.push(parsed.head);
    else read.bases.push(parsed.base);
  }
  return read;
}

/** Makes the file ready to be appended to, and returns its newest heads, newest last. */
export function prepareHeads(file: string): AuditHead[] {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const handle = openSync(file, 'a+', 0o600);
  try {
    const { size } = fstatSync(handle);
    const from = Math.max(0, size - TAIL_BYTES);
    const tail = Buffer.alloc(size - from);
    readSync(handle, tail, 0, tail.length, from);
    const whole = tail.subarray(0, tail.lastIndexOf(0x0a) + 1);
    ftruncateSync(handle, from + whole.length);
    const lines = whole.toString().split('\n');
    // The first of them may have begun before.
    return (from > 0 ? lines.slice(1) : lines).flatMap((line) => {
      const parsed = parse(line);
      return parsed && 'head' in parsed ? parsed.head : [];
    });
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
