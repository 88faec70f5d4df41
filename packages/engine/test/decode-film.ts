import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What the decoder's module offers of h264bsd, and of its memory. */
interface Decoder {
  HEAPU8: Uint8Array;
  getValue(at: number, type: 'i32' | 'i8*'): number;
  _malloc(bytes: number): number;
  _h264bsdAlloc(): number;
  _h264bsdInit(decoder: number, no_reordering: number): number;
  _h264bsdDecode(decoder: number, nal: number, bytes: number, picture: number, width: number, height: number): number;
}

const PICTURE_READY = 1;
const NAL_BYTES = 1024 * 1024;

/** The decoder is made for workers in browsers: a module that looks for its own address when it is called. */
async function openDecoder(): Promise<Decoder> {
  const path = createRequire(import.meta.url).resolve('tinyh264/es/TinyH264.js');
  const source = readFileSync(path, 'utf8').replace('export default Module', 'return Module');
  const create: (self: object) => () => Promise<Decoder> = new Function('self', source).bind(null);
  return create({ location: { href: '' } })();
}

export interface Decoded {
  width: number;
  height: number;
  /** Planes of each picture: brightness, then both colours at half the size. */
  frames: Uint8Array[];
}

/** Decodes every picture of a film: its parameter sets (`avcC`), then its samples. */
export async function decodeFilm(config: Uint8Array, samples: Uint8Array[]): Promise<Decoded> {
  const decoder = await openDecoder();
  const [state, buffer] = [decoder._h264bsdAlloc(), decoder._malloc(NAL_BYTES)];
  const [picture, width, height] = [decoder._malloc(4), decoder._malloc(4), decoder._malloc(4)];
  decoder._h264bsdInit(state, 0);
  const decoded: Decoded = { width: 0, height: 0, frames: [] };
  const take = (nal: Uint8Array): void => {
    decoder.HEAPU8.set([0, 0, 0, 1, ...nal], buffer);
    if (decoder._h264bsdDecode(state, buffer, nal.length + 4, picture, width, height) !== PICTURE_READY) return;
    decoded.width = decoder.getValue(width, 'i32');
    decoded.height = decoder.getValue(height, 'i32');
    const at = decoder.getValue(picture, 'i8*');
    decoded.frames.push(decoder.HEAPU8.slice(at, at + (decoded.width * decoded.height * 3) / 2));
  };
  const sequence = config.subarray(8, 8 + ((config[6] ?? 0) << 8) + (config[7] ?? 0));
  take(sequence);
  take(config.subarray(8 + sequence.length + 3));
  for (const sample of samples) {
    const data = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
    for (let at = 0; at + 4 < sample.length; at += 4 + data.getUint32(at)) {
      take(sample.subarray(at + 4, at + 4 + data.getUint32(at)));
    }
  }
  return decoded;
}
