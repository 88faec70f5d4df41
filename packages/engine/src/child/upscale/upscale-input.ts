import type { Job } from '@easel/contracts';
import { z } from 'zod';
import { LARGE_PIXELS } from '../encode-picture.js';
import { JobError } from '../errors.js';
import { parseInput } from '../job-input.js';

/** The parameters that enlarging understands; a model's settings may have others, which are left alone. */
const UpscaleInput = z.object({
  scale: z.union([z.literal(2), z.literal(4)]),
  kind: z.enum(['drawing', 'photo']).default('drawing'),
});
export type UpscaleInput = z.infer<typeof UpscaleInput>;

/** Of the enlarged picture: 8192 x 8192, of which the bytes alone are 192 MiB. */
const MAX_PIXELS = 8192 * 8192;
/** Sides that the formats can hold; PNG could hold more, but few programs would open it. */
const MAX_SIDE: Record<Job['output']['format'], number> = { png: 65_500, jpeg: 65_500, webp: 16_383 };

export const refused = (message: string, detail: string): JobError =>
  new JobError({ code: 'model_error', message, retryable: false, detail });

export const readUpscaleInput = (input: Record<string, unknown>): UpscaleInput => parseInput(UpscaleInput, input);

/** WebP keeps a picture with opacity several times over while it is written: 1.8 GiB at 8192 x 8192. */
export function checkOpacity(width: number, height: number, format: Job['output']['format']): void {
  if (format !== 'webp' || width * height <= LARGE_PIXELS) return;
  throw refused(
    `The enlarged picture would be ${width} × ${height} pixels with opacity, too large for WebP, which may have as many ` +
      `as 4096 × 4096. Choose PNG, or a picture without opacity.`,
    `${width * height} pixels with opacity as WebP, ${LARGE_PIXELS} allowed`,
  );
}

/** Refuses what would become too large, before anything is decoded. */
export function checkSize(width: number, height: number, scale: number, format: Job['output']['format']): void {
  const [wide, tall] = [width * scale, height * scale];
  const size = `${wide} × ${tall}`;
  if (wide * tall > MAX_PIXELS) {
    const side = 8192 / scale;
    const least = scale === 2 ? '' : ', or enlarge 2 ×';
    throw refused(
      `The picture is too large: ${width} × ${height} pixels enlarged ${scale} × would be ${size}. ` +
        `At ${scale} × it may have as many as ${side} × ${side}. Take a smaller picture${least}.`,
      `${wide * tall} pixels, ${MAX_PIXELS} allowed`,
    );
  }
  const most = MAX_SIDE[format];
  if (Math.max(wide, tall) <= most) return;
  const other = format === 'webp' ? 'Choose PNG or JPEG, or take a smaller picture.' : 'Take a smaller picture.';
  throw refused(
    `The enlarged picture would be ${size} pixels, and a ${format.toUpperCase()} side may have ${most}. ${other}`,
    `${format}: ${Math.max(wide, tall)} of ${most}`,
  );
}
