const PROTO = 0x80;
const FRAME = 0x95;
const MEMOIZE = 0x94;
const STOP = 0x2e;
const OPCODES = {
  text: { short: 0x8c, long: 0x58 },
  bytes: { short: 0x43, long: 0x42 },
} as const;

/** A string or bytes as Python's pickle (protocol 4) writes it: queues carry pickles. */
export function pickle(value: string | Uint8Array): Buffer {
  const body = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  const { short, long } = typeof value === 'string' ? OPCODES.text : OPCODES.bytes;
  const head = body.length < 256 ? Buffer.from([short, body.length]) : Buffer.alloc(5, long);
  if (body.length >= 256) head.writeUInt32LE(body.length, 1);
  const framed = Buffer.concat([head, body, Buffer.from([MEMOIZE, STOP])]);
  const opening = Buffer.alloc(11);
  opening[0] = PROTO;
  opening[1] = 4;
  opening[2] = FRAME;
  opening.writeBigUInt64LE(BigInt(framed.length), 3);
  return Buffer.concat([opening, framed]);
}

/** Reads a pickled string back; null for anything else. */
export function unpickleText(pickled: Uint8Array): string | null {
  const bytes = Buffer.from(pickled.buffer, pickled.byteOffset, pickled.byteLength);
  if (bytes.length < 4 || bytes[0] !== PROTO) return null;
  const at = bytes[2] === FRAME ? 11 : 2;
  const short = bytes[at] === OPCODES.text.short;
  if (!short && bytes[at] !== OPCODES.text.long) return null;
  const begin = at + (short ? 2 : 5);
  if (bytes.length < begin) return null;
  const length = short ? (bytes[at + 1] ?? 0) : bytes.readUInt32LE(at + 1);
  const rest = bytes.subarray(begin + length);
  const ends = rest.length <= 2 && rest.at(-1) === STOP;
  return ends ? bytes.toString('utf8', begin, begin + length) : null;
}
