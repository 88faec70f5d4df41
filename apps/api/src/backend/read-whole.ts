/** Collects what a backend gives in pieces. For small results only. */
export async function readWhole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  const [first] = all;
  return all.length === 1 && first ? first : Buffer.concat(all);
}
