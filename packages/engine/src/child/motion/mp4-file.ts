import type { CodedFrames } from './mp4-boxes.js';

export interface FilmShape {
  width: number;
  height: number;
  fps: number;
}

const XMP = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');
/** Parts of a frame's time, so that every rate has whole numbers. */
const TICKS = 1000;

const u16 = (...values: number[]): Buffer => Buffer.concat(values.map((v) => Buffer.of(v >> 8, v & 255)));
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes;
};
const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);
const box = (name: string, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(name, 'latin1'), body]);
};
/** A box that begins with a version and flags. */
const full = (name: string, flags: number, ...parts: Uint8Array[]): Buffer => box(name, u32(flags), ...parts);

const UNTURNED = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
/** Times of making are left at zero: the same frames give the same bytes. */
const NO_TIMES = u32(0, 0);

function sampleEntry({ width, height }: FilmShape, config: Uint8Array): Buffer {
  const shape = Buffer.concat([u16(width, height), u32(0x480000, 0x480000, 0), u16(1)]);
  // BT.709 primaries and curve, BT.601 matrix, limited range: what is guessed for small films, told all the same.
  const colour = box('colr', Buffer.from('nclx'), u16(1, 1, 6), zeros(1));
  const unnamed = Buffer.concat([zeros(32), u16(24, 0xffff)]);
  return box('avc1', zeros(6), u16(1), zeros(16), shape, unnamed, box('avcC', config), colour, box('pasp', u32(1, 1)));
}

function movie(shape: FilmShape, { config, samples }: CodedFrames, offset: number): Buffer {
  const { width, height, fps } = shape;
  const [rate, length] = [fps * TICKS, samples.length * TICKS];
  const table = box(
    'stbl',
    full('stsd', 0, u32(1), sampleEntry(shape, config)),
    full('stts', 0, u32(1, samples.length, TICKS)),
    full('stsc', 0, u32(1, 1, samples.length, 1)),
    full('stsz', 0, u32(0, samples.length, ...samples.map((sample) => sample.length))),
    full('stco', 0, u32(1, offset)),
  );
  const where = box('dinf', full('dref', 0, u32(1), full('url ', 1)));
  const handler = full('hdlr', 0, u32(0), Buffer.from('vide'), zeros(12), Buffer.from('VideoHandler\0'));
  const undetermined = u16(0x55c4, 0);
  const media = box(
    'mdia',
    full('mdhd', 0, NO_TIMES, u32(rate, length), undetermined),
    handler,
    box('minf', full('vmhd', 1, zeros(8)), where, table),
  );
  const size = u32(width * 0x10000, height * 0x10000);
  const track = full('tkhd', 3, NO_TIMES, u32(1, 0, length), zeros(16), UNTURNED, size);
  const header = full(
    'mvhd',
    0,
    NO_TIMES,
    u32(rate, length, 0x10000),
    u16(0x100),
    zeros(10),
    UNTURNED,
    zeros(24),
    u32(2),
  );
  return box('moov', header, box('trak', track, media));
}

/**
 * Writes an MP4 with one H.264 track of which every picture stands alone: the index before the pictures, so that it
 * plays while it loads, and the XMP packet after them, as other writers of Easel's films place it.
 */
export function writeMp4(shape: FilmShape, coded: CodedFrames, xmp: string): Uint8Array {
  const type = box('ftyp', Buffer.from('isom'), u32(0x200), Buffer.from('isomiso2avc1mp41'));
  const index = movie(shape, coded, 0).length;
  const offset = type.length + index + 8;
  return Buffer.concat([
    type,
    movie(shape, coded, offset),
    box('mdat', ...coded.samples),
    box('uuid', XMP, Buffer.from(xmp)),
  ]);
}
