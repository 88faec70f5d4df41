import type { Sharp } from 'sharp';
import type { BlobRef, Storage } from '../storage/storage.js';
import { decodeImage, MAX_RESULT_PIXELS } from './decode-image.js';

const PREVIEW_SIDE = 384;

export interface StoredImage {
  /** The bytes as given, untouched. */
  blob: BlobRef;
  preview: BlobRef;
  width: number;
  height: number;
}

/** Decodes an image and stores its preview. Throws `UndecodableImage` when it is not a whole image. */
export async function storePreview(
  ctx: { storage: Storage },
  bytes: Uint8Array | (() => Promise<Uint8Array>),
): Promise<Omit<StoredImage, 'blob'>> {
  const make = async (image: Sharp) => {
    const { width, height } = await image.metadata();
    const preview = await image
      .resize({ width: PREVIEW_SIDE, height: PREVIEW_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
    return { preview, width, height };
  };
  const limits = { limitInputPixels: MAX_RESULT_PIXELS, sequentialRead: true };
  const { preview, width, height } = await decodeImage(bytes, make, limits);
  return { preview: await ctx.storage.put(preview, 'image/webp'), width, height };
}

/** Decodes an image, makes its preview, and stores both. Throws `UndecodableImage` when it is not a whole image. */
export async function storeImage(
  ctx: { storage: Storage },
  bytes: Uint8Array,
  content_type: string,
): Promise<StoredImage> {
  const shown = await storePreview(ctx, bytes);
  return { ...shown, blob: await ctx.storage.put(bytes, content_type) };
}
