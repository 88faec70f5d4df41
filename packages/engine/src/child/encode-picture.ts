import sharp from 'sharp';
import { type Recipe, writeXmp } from '../recipe/xmp.js';
import { addPngXmp } from './png-xmp.js';

/** Pixels row by row: three bytes each, or four with opacity. */
export interface Picture {
  data: Uint8Array;
  width: number;
  height: number;
  /** 3 when absent. */
  channels?: 3 | 4;
}

export type Format = 'png' | 'jpeg' | 'webp';

/** Planes of 0..1 (channel, row, column) to bytes. */
export function toPicture(planes: Float32Array, width: number, height: number): Picture {
  const area = width * height;
  const data = new Uint8Array(area * 3);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < area; i++) data[i * 3 + c] = Math.round((planes[c * area + i] ?? 0) * 255);
  }
  return { data, width, height };
}

const raw = ({ data, width, height, channels = 3 }: Picture) => sharp(data, { raw: { width, height, channels } });

/** Resamples a picture to another size; the same picture when it has that size. */
export async function resize(picture: Picture, width: number, height: number): Promise<Picture> {
  if (picture.width === width && picture.height === height) return picture;
  const data = await raw(picture).resize(width, height, { fit: 'cover', kernel: 'lanczos3' }).raw().toBuffer();
  return { data, width, height };
}

/** Above this many pixels what only makes files smaller or colours finer is left out: it takes up to a gigabyte. */
export const LARGE_PIXELS = 4096 * 4096;

/** Encodes a picture with its provenance and recipe. The same picture and recipe give the same bytes. */
export async function encodePicture(picture: Picture, format: Format, recipe: Recipe | null): Promise<Uint8Array> {
  const xmp = writeXmp(recipe);
  const image = raw(picture);
  const fine = picture.width * picture.height <= LARGE_PIXELS;
  const jpeg = { quality: 92, chromaSubsampling: '4:4:4', optimiseCoding: fine };
  if (format === 'jpeg') return image.withXmp(xmp).jpeg(jpeg).toBuffer();
  if (format === 'webp') return image.withXmp(xmp).webp({ quality: 92, effort: 2, smartSubsample: fine }).toBuffer();
  return addPngXmp(await image.png({ compressionLevel: 2, adaptiveFiltering: true }).toBuffer(), xmp);
}

/** A small picture as a data URL. */
export async function previewUrl(picture: Picture): Promise<string> {
  const bytes = await raw(picture).webp({ quality: 80, effort: 0 }).toBuffer();
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}
