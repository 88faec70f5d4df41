import { WorkerReply } from '@easel/contracts';
import { z } from 'zod';

const Returned = z.object({ reply: z.string(), files: z.record(z.string(), z.instanceof(Uint8Array)) });

/** What a worker's method returned, or why it cannot be read. */
export type Returned =
  | { kind: 'reply'; reply: WorkerReply; files: Map<string, Uint8Array> }
  | { kind: 'unreadable'; why: string };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads what `generate` returned. The bytes are copied: the SDK gives views into larger buffers. */
export function readReply(value: unknown): Returned {
  const returned = Returned.safeParse(value);
  if (!returned.success) return { kind: 'unreadable', why: 'the worker returned something else than a reply' };
  const reply = WorkerReply.safeParse(parseJson(returned.data.reply));
  if (!reply.success) return { kind: 'unreadable', why: `the reply is not as agreed: ${reply.error.message}` };
  const files = Object.entries(returned.data.files).map(([name, bytes]) => [name, Uint8Array.from(bytes)] as const);
  return { kind: 'reply', reply: reply.data, files: new Map(files) };
}
