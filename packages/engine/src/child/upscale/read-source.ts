import sharp from 'sharp';
import type { Picture } from '../encode-picture.js';
import { refused } from './upscale-input.js';

/** A picture as it is to be enlarged: upright, its colours, and its opacity where it has any that shows. */
export interface Source {
  colour: Picture;
  alpha: Uint8Array | null;
}

const unreadable = (error: unknown) => refused('The picture could not be read.', String(error));
const open = (bytes: Uint8Array) => sharp(bytes, { limitInputPixels: false, pages: 1, sequentialRead: true });

/** Width and height of a picture as seen: turned as its EXIF orientation says. */
export async function sourceSize(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { autoOrient } = await open(bytes)
    .metadata()
    .catch((error: unknown) => {
      throw unreadable(error);
    });
  return autoOrient;
}

/** Decodes a picture. Its size is known to be allowed. */
export async function readSource(bytes: Uint8Array): Promise<Source> {
  const { data, info } = await open(bytes)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw unreadable(error);
    });
  const { width, height } = info;
  const colour = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height);
  let opaque = true;
  for (let i = 0; i < alpha.length; i++) {
    for (let c = 0; c < 3; c++) colour[i * 3 + c] = data[i * 4 + c] ?? 0;
    const a = data[i * 4 + 3] ?? 0;
    alpha[i] = a;
    if (a !== 255) opaque = false;
  }
  return { colour: { data: colour, width, height }, alpha: opaque ? null : alpha };
}
