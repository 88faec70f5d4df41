import { randomBytes } from 'node:crypto';
import type { IdPrefix } from '@easel/contracts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
let lastMs = 0;
let sequence = 0;

/** UUIDv7 (RFC 9562, method 2: a 12-bit counter keeps ids of one millisecond in order) as 16 bytes. */
function uuidv7(now: number): Buffer {
  if (now > lastMs) {
    lastMs = now;
    sequence = randomBytes(2).readUInt16BE() & 0x7ff;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes;
}

function base32(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let i = 0; i < 26; i += 1) {
    text = ALPHABET[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text;
}

/** A new id. Ids of one prefix sort by the order in which this process made them. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${base32(uuidv7(Date.now()))}`;

/**
 * The id that something made at this time would have: without the last ten bytes the smallest of that millisecond, which
 * no id of ours is below. Lists that are bounded by time are read by it.
 */
export function idAt(prefix: IdPrefix, ms: number, tail: Buffer = Buffer.alloc(10)): string {
  const time = Buffer.alloc(6);
  time.writeUIntBE(Math.min(Math.max(0, Math.floor(ms)), 2 ** 48 - 1), 0, 6);
  return `${prefix}_${base32(Buffer.concat([time, tail]))}`;
}
