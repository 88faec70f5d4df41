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
  return { config: exactConfig(findBox(mp4, [...STBL, 'stsd', 'avc1', 'avcC'])), samples };
}

/** Level 3.1: 1280 x 720 at 30 frames a second. */
const LEVEL = 31;
const CONSTRAINED_BASELINE = 0xc0;
/** Where profile, constraints and level stand in `avcC`, and in the parameter set that it holds. */
const STATED_AT = [1, 9];

/** States what the encoder leaves out: that it keeps to the constrained baseline, which more decoders take. */
function exactConfig(config: Uint8Array): Uint8Array {
  const exact = Uint8Array.from(config);
  for (const at of STATED_AT) {
    exact[at + 1] = (exact[at + 1] ?? 0) | CONSTRAINED_BASELINE;
    exact[at + 2] = Math.max(LEVEL, exact[at + 2] ?? 0);
  }
  return exact;
}
