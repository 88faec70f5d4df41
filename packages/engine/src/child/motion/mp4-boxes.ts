/** Contents of the boxes of an MP4 by name, in order. A box that is cut off ends the list. */
export function boxesIn(bytes: Uint8Array): { name: string; body: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: { name: string; body: Uint8Array }[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > bytes.length) break;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    boxes.push({ name, body: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return boxes;
}

/** Bytes before the boxes inside a box of this name. */
const BEFORE_CHILDREN: Record<string, number> = { stsd: 8, avc1: 78 };

/** The content of a box deep inside, by the names on the way. */
export function findBox(bytes: Uint8Array, path: readonly string[]): Uint8Array {
  let inside = bytes;
  for (const name of path) {
    const box = boxesIn(inside).find((one) => one.name === name);
    if (!box) throw new Error(`the film has no ${path.join('/')}`);
    inside = box.body.subarray(name === path.at(-1) ? 0 : (BEFORE_CHILDREN[name] ?? 0));
  }
  return inside;
}

/** Coded pictures of a film, and what a decoder must know beforehand (the content of `avcC`). */
export interface CodedFrames {
  config: Uint8Array;
  samples: Uint8Array[];
}

const STBL = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

/** Takes the coded pictures out of an MP4 with one track, in which they stand one after the other. */
export function codedFrames(mp4: Uint8Array): CodedFrames {
  const sizes = findBox(mp4, [...STBL, 'stsz']);
  const table = new DataView(sizes.buffer, sizes.byteOffset, sizes.byteLength);
  const media = findBox(mp4, ['mdat']);
  const [same, count] = [table.getUint32(4), table.getUint32(8)];
  const samples: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const size = same || table.getUint32(12 + 4 * i);
    samples.push(media.subarray(at, at + size));
    at += size;
  }
  if (count === 0 || at !== media.length) throw new Error('the film holds other bytes than its pictures');
  return { config: findBox(mp4, [...STBL, 'stsd', 'avc1', 'avcC']), samples };
}
