import type { Sharp } from 'sharp';

/** Uploads above this many pixels are refused before they are decoded. */
export const MAX_PIXELS = 40e6;
/** Results may be larger, since enlarging makes them: 8192 x 8192. Their previews are made row by row. */
export const MAX_RESULT_PIXELS = 8192 * 8192;
const MAX_AT_ONCE = 2;
const TIMEOUT_S = 60;
/** Every reader but these is switched off: no SVG, no GIF, no reader that calls another program. */
const READERS = ['Png', 'Jpeg', 'Webp', 'Heif'].map((format) => `VipsForeignLoad${format}`);

/** The bytes are not a whole image of a kind that is read here. */
export class UndecodableImage extends Error {
  override readonly name = 'UndecodableImage';
}

async function load() {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: READERS });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

let loading: ReturnType<typeof load> | null = null;
let running = 0;
const waiting: (() => void)[] = [];

async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/**
 * Opens an image and works on it, at most two at a time in this process. What cannot be decoded is `UndecodableImage`.
 *
 * @param source the bytes, or what reads them when it is this image's turn
 */
export async function decodeImage<T>(
  source: Uint8Array | (() => Promise<Uint8Array>),
  work: (image: Sharp) => Promise<T>,
  options: { limitInputPixels: number | false; sequentialRead?: boolean } = { limitInputPixels: MAX_PIXELS },
): Promise<T> {
  loading ??= load();
  const sharp = await loading;
  return takeTurn(async () => {
    const bytes = typeof source === 'function' ? await source() : source;
    try {
      return await work(sharp(bytes, { ...options, failOn: 'error' }).timeout({ seconds: TIMEOUT_S }));
    } catch (error) {
      if (error instanceof UndecodableImage) throw error;
      throw new UndecodableImage(error instanceof Error ? error.message : 'not an image', { cause: error });
    }
  });
}
