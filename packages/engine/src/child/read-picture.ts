import sharp from 'sharp';

const MAX_PIXELS = 40_000_000;

/** Decodes a reference picture to planes of 0..1 at the model's size: upright, centred, cut to fit, on white. */
export async function readPicture(bytes: Uint8Array, width: number, height: number): Promise<Float32Array> {
  const data = await sharp(bytes, { limitInputPixels: MAX_PIXELS, pages: 1 })
    .rotate()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(width, height, { fit: 'cover', kernel: 'lanczos3' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const area = width * height;
  const { channels } = data.info;
  const planes = new Float32Array(area * 3);
  for (let c = 0; c < 3; c++) {
    const from = channels < 3 ? 0 : c;
    for (let i = 0; i < area; i++) planes[c * area + i] = (data.data[i * channels + from] ?? 0) / 255;
  }
  return planes;
}
