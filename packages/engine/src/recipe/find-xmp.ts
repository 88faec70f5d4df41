const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const text = (bytes: Uint8Array, from: number, to: number): string =>
  new TextDecoder().decode(bytes.subarray(from, to));

/** PNG: an uncompressed iTXt chunk `XML:com.adobe.xmp`. */
function inPng(bytes: Uint8Array): string | null {
  const data = view(bytes);
  const prefix = 'XML:com.adobe.xmp\0\0\0\0\0';
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = data.getUint32(at);
    const body = at + 8;
    if (body + length > bytes.length) return null;
    if (ascii(bytes, at + 4, 4) === 'iTXt' && ascii(bytes, body, prefix.length) === prefix) {
      return text(bytes, body + prefix.length, body + length);
    }
    at = body + length + 4;
  }
  return null;
}

/** JPEG: an APP1 segment that begins with Adobe's name space. */
function inJpeg(bytes: Uint8Array): string | null {
  const data = view(bytes);
  const prefix = 'http://ns.adobe.com/xap/1.0/\0';
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    const length = data.getUint16(at + 2);
    if (marker === 0xda || length < 2) return null;
    if (marker === 0xe1 && ascii(bytes, at + 4, prefix.length) === prefix) {
      return text(bytes, at + 4 + prefix.length, at + 2 + length);
    }
    at += 2 + length;
  }
  return null;
}

/** WebP: the chunk `XMP `. */
function inWebp(bytes: Uint8Array): string | null {
  const data = view(bytes);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = data.getUint32(at + 4, true);
    if (ascii(bytes, at, 4) === 'XMP ') return text(bytes, at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return null;
}

const MP4_XMP = [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];

/** MP4: a `uuid` box of Adobe's kind beside the others. */
function inMp4(bytes: Uint8Array): string | null {
  const data = view(bytes);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = data.getUint32(at);
    if (length < 8 || at + length > bytes.length) return null;
    const body = at + 8;
    const is_xmp = ascii(bytes, at + 4, 4) === 'uuid' && MP4_XMP.every((byte, i) => bytes[body + i] === byte);
    if (is_xmp) return text(bytes, body + MP4_XMP.length, at + length);
    at += length;
  }
  return null;
}

/** The XMP packet of a PNG, JPEG, WebP or MP4 file; null when there is none. */
export function findXmp(bytes: Uint8Array): string | null {
  if (ascii(bytes, 0, 4) === '\u0089PNG') return inPng(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return inJpeg(bytes);
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return inWebp(bytes);
  if (ascii(bytes, 4, 4) === 'ftyp') return inMp4(bytes);
  return null;
}
