import type { Metadata, Sharp } from 'sharp';
import { HttpProblem } from '../http/http-problem.js';
import { decodeImage, MAX_PIXELS, UndecodableImage } from './decode-image.js';

type Kind = 'png' | 'jpeg' | 'webp' | 'avif';

const ACCEPTED = 'Send a PNG, JPEG, WebP or AVIF with a single frame.';
const BOX_END = 64;

const refuse = (message: string) =>
  new HttpProblem('invalid_input', `The file ${message}.`, { errors: [{ path: 'file', message }] });

/** The kind of image by its first bytes; whatever a client calls it does not count. */
export function sniffImage(bytes: Buffer): Kind | null {
  const text = (start: number, end: number) => bytes.toString('latin1', start, end);
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) !== 'ftyp') return null;
  return /avif|avis/.test(text(8, Math.min(bytes.readUInt32BE(0), BOX_END))) ? 'avif' : null;
}

/** PNG loses nothing; the others are written so that a second loss cannot be seen. */
const ENCODERS: Record<Kind, (image: Sharp) => Sharp> = {
  png: (image) => image.png({ compressionLevel: 6 }),
  jpeg: (image) => image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }),
  webp: (image) => image.webp({ quality: 95, effort: 3 }),
  avif: (image) => image.avif({ quality: 85, effort: 1, chromaSubsampling: '4:4:4' }),
};

async function readMetadata(bytes: Buffer): Promise<Metadata> {
  try {
    return await decodeImage(bytes, (image) => image.metadata(), { limitInputPixels: false });
  } catch (error) {
    if (error instanceof UndecodableImage) throw refuse('is damaged or cut off and cannot be read');
    throw error;
  }
}

/** Refuses what may be an image but is none of ours, by what its header says: nothing is decoded for it. */
async function checkHeader(bytes: Buffer): Promise<Kind> {
  const kind = sniffImage(bytes);
  if (!kind) throw new HttpProblem('unsupported_media_type', `This kind of file is not accepted. ${ACCEPTED}`);
  const header = await readMetadata(bytes);
  const decoder = header.format === 'heif' && header.compression === 'av1' ? 'avif' : header.format;
  if (decoder !== kind) throw new HttpProblem('unsupported_media_type', `This is not a ${kind} image. ${ACCEPTED}`);
  if ((header.pages ?? 1) > 1) {
    throw new HttpProblem('unsupported_media_type', `The image has ${header.pages} frames. ${ACCEPTED}`);
  }
  if (header.width * header.height > MAX_PIXELS) {
    throw new HttpProblem(
      'payload_too_large',
      `The image has ${header.width} × ${header.height} pixels; the limit is ${MAX_PIXELS / 1e6} megapixels. Scale it down.`,
    );
  }
  return kind;
}

/** Turns an upload into what is kept: upright, in sRGB, without metadata (place, camera, comments). */
export async function normalizeUpload(bytes: Buffer): Promise<{ bytes: Buffer; content_type: string }> {
  if (bytes.length === 0) throw refuse('is empty');
  const kind = await checkHeader(bytes);
  try {
    const clean = await decodeImage(bytes, (image) => ENCODERS[kind](image.autoOrient()).toBuffer());
    return { bytes: clean, content_type: `image/${kind}` };
  } catch (error) {
    if (error instanceof UndecodableImage) throw refuse('is damaged or cut off and cannot be decoded');
    throw error;
  }
}
