import sharp from 'sharp';

const made = new Map<string, Promise<Buffer>>();

/** A real picture of 16 × 16 pixels; another seed gives other bytes. */
export function tinyPicture(seed: number, format: 'png' | 'jpeg' | 'webp' = 'png'): Promise<Buffer> {
  const shade = seed % 4096;
  const key = `${format}:${shade}`;
  const known = made.get(key);
  if (known) return known;
  const background = { r: shade & 15, g: (shade >> 4) & 15, b: (shade >> 8) & 15 };
  const picture = sharp({ create: { width: 16, height: 16, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
  made.set(key, picture);
  return picture;
}
