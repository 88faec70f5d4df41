import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { AuditEntry, AuditHead } from '@easel/contracts';
import { z } from 'zod';
import { StartError } from '../config.js';
import type { AuditRow } from '../db/schema.js';
import { rowOf } from './audit-view.js';
import type { LogSource } from './verify-log.js';

/** Longer than the first and the last line of an export. */
const EDGE_BYTES = 16 * 1024;
const FirstLine = z.object({ base: AuditHead });
const LastLine = z.object({ head: AuditHead, public_key: z.string() });

/** What an export says of itself, and its entries. */
export interface Export {
  base: AuditHead | null;
  /** The last line; null when the export is not whole. */
  end: z.infer<typeof LastLine> | null;
  source: LogSource;
}

function parseLine<T>(schema: z.ZodType<T>, line: string): T | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

async function edges(file: string): Promise<{ first: string; last: string }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const read = async (position: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(EDGE_BYTES), 0, EDGE_BYTES, position);
      return buffer.toString('utf8', 0, bytesRead);
    };
    const [first = ''] = (await read(0)).split('\n');
    const end = await read(Math.max(0, size - EDGE_BYTES));
    // A line that does not end was cut off.
    const last = end.endsWith('\n') ? (end.slice(0, -1).split('\n').at(-1) ?? '') : '';
    return { first, last };
  } finally {
    await handle.close();
  }
}

async function* entriesOf(file: string): AsyncGenerator<AuditRow> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.startsWith('{"base":') || line.startsWith('{"head":')) continue;
    const entry = parseLine(AuditEntry, line);
    if (!entry)
      throw new StartError(`Line ${number} of ${file} is no entry of an audit log: it was changed or damaged.`);
    yield rowOf(entry);
  }
}

/** Opens an export; its entries are read as they are asked for, once, in their order. */
export async function openExport(file: string): Promise<Export> {
  const { first, last } = await edges(file);
  const entries = entriesOf(file);
  return {
    base: parseLine(FirstLine, first)?.base ?? null,
    end: parseLine(LastLine, last),
    source: {
      async readAfter(_seq, limit) {
        const rows: AuditRow[] = [];
        while (rows.length < limit) {
          const { value, done } = await entries.next();
          if (done) break;
          rows.push(value);
        }
        return rows;
      },
    },
  };
}
