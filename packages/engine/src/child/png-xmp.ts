import { crc32 } from 'node:zlib';

const AFTER_HEADER = 33;

/** Puts an XMP packet into a PNG as the XMP specification asks: uncompressed, in an iTXt chunk (libvips compresses it). */
export function addPngXmp(png: Uint8Array, xmp: string): Uint8Array {
  const body = Buffer.from(`iTXtXML:com.adobe.xmp\0\0\0\0\0${xmp}`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, AFTER_HEADER), length, body, sum, png.subarray(AFTER_HEADER)]);
}
