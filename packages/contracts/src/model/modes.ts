import { z } from 'zod';

/** Every mode a model can offer, with the kind of output it makes. The list is closed. */
export const MODE_OUTPUTS = {
  txt2img: 'image',
  img2img: 'image',
  inpaint: 'image',
  upscale: 'image',
  t2v: 'video',
  i2v: 'video',
  first_last_frame: 'video',
  arbitrary_frame: 'video',
} as const;

export type ModeName = keyof typeof MODE_OUTPUTS;
export const MODE_NAMES = Object.keys(MODE_OUTPUTS) as [ModeName, ...ModeName[]];
/** Name of a mode, for example `txt2img`. */
export const ModeName = z.enum(MODE_NAMES);

/** Kind of a result. */
export const MediaType = z.enum(['image', 'video']);
export type MediaType = z.infer<typeof MediaType>;
