import { pngChunk } from './png-chunk.js';

const AFTER_HEADER = 33;

/** An XMP packet as a PNG carries it by the XMP specification: uncompressed, in an iTXt chunk. */
export const xmpChunk = (xmp: string): Buffer => pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`));

/** Puts an XMP packet into a PNG (libvips would compress it). */
export const addPngXmp = (png: Uint8Array, xmp: string): Uint8Array =>
  Buffer.concat([png.subarray(0, AFTER_HEADER), xmpChunk(xmp), png.subarray(AFTER_HEADER)]);
