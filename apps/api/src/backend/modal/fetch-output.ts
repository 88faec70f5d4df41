import { UnusableOutput } from '../backend.js';
import type { Ledger } from './ledger.js';

/** Small pieces cost a call each, and little memory. */
const PIECE_BYTES = 1024 * 1024;

/** Reads a file of an attempt from the ledger in pieces, one ahead, so that never more than two are in memory. */
export async function* fetchOutput(ledger: Ledger, attempt_id: string, name: string): AsyncGenerator<Uint8Array> {
  const read = (offset: number) => {
    const piece = ledger.read(attempt_id, name, offset, PIECE_BYTES);
    piece.catch(() => undefined);
    return piece;
  };
  let next = read(0);
  for (let offset = 0; ; ) {
    const { data, size } = await next;
    if (size === null) throw new UnusableOutput('backend_lost', `The workspace holds no ${name} of the attempt.`);
    offset += data.length;
    if (data.length === 0 && offset < size) throw new Error(`${name} ended at ${offset} of ${size} bytes`);
    const over = offset >= size;
    if (!over) next = read(offset);
    if (data.length > 0) yield data;
    if (over) return;
  }
}
