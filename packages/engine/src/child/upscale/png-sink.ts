import { once } from 'node:events';
import { createDeflate } from 'node:zlib';
import { type Recipe, writeXmp } from '../../recipe/xmp.js';
import { PNG_SIGNATURE, pngChunk } from '../png-chunk.js';
import { xmpChunk } from '../png-xmp.js';
import type { BandSink, Shape } from './band-sink.js';

const LEVEL = 4;
const CHUNK_BYTES = 1024 * 1024;
const RGB = 2;
const RGBA = 6;
const PAETH = 4;

function header({ width, height, channels }: Shape): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([8, channels === 4 ? RGBA : RGB, 0, 0, 0], 8);
  return pngChunk('IHDR', data);
}

/** Filters rows by PNG's Paeth predictor; `above` is the row before the first. */
function filterRows(rows: Uint8Array, above: Uint8Array, stride: number, channels: number): Uint8Array {
  const count = rows.length / stride;
  const out = new Uint8Array(rows.length + count);
  for (let y = 0; y < count; y++) {
    const row = y * stride;
    const to = y * (stride + 1) + 1;
    const upper = y > 0 ? rows : above;
    const up = y > 0 ? row - stride : 0;
    out[to - 1] = PAETH;
    for (let i = 0; i < stride; i++) {
      const a = i < channels ? 0 : (rows[row + i - channels] ?? 0);
      const b = upper[up + i] ?? 0;
      const c = i < channels ? 0 : (upper[up + i - channels] ?? 0);
      const pa = Math.abs(b - c);
      const pb = Math.abs(a - c);
      const pc = Math.abs(a + b - c - c);
      const guess = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      out[to + i] = (rows[row + i] ?? 0) - guess;
    }
  }
  return out;
}

/** Writes a PNG as its rows come: only what is compressed is held. */
export function pngSink(shape: Shape, recipe: Recipe | null): BandSink {
  const stride = shape.width * shape.channels;
  const parts: Buffer[] = [Buffer.from(PNG_SIGNATURE), header(shape), xmpChunk(writeXmp(recipe))];
  const deflate = createDeflate({ level: LEVEL, chunkSize: CHUNK_BYTES });
  deflate.on('data', (bytes: Buffer) => parts.push(pngChunk('IDAT', bytes)));
  const ended = once(deflate, 'end');
  ended.catch(() => undefined);
  let above = new Uint8Array(stride);
  return {
    async write(rows) {
      const filtered = filterRows(rows, above, stride, shape.channels);
      above = rows.slice(rows.length - stride);
      if (!deflate.write(filtered)) await once(deflate, 'drain');
    },
    async finish() {
      deflate.end();
      await ended;
      parts.push(pngChunk('IEND', new Uint8Array()));
      return Buffer.concat(parts.splice(0));
    },
    drop: () => deflate.destroy(),
  };
}
