import type { Job } from '@easel/contracts';
import type { Recipe } from '../../recipe/xmp.js';
import { encodePicture } from '../encode-picture.js';
import { pngSink } from './png-sink.js';

export interface Shape {
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Takes a picture's rows from the top, band by band, and gives the file. */
export interface BandSink {
  write(rows: Uint8Array): Promise<void>;
  finish(): Promise<Uint8Array>;
  /** Lets go of a picture that will not be finished. */
  drop(): void;
}

/** Keeps all rows, for formats that are encoded from the whole picture. */
function wholeSink(shape: Shape, format: 'jpeg' | 'webp', recipe: Recipe | null): BandSink {
  let held: Uint8Array | null = new Uint8Array(shape.width * shape.height * shape.channels);
  let at = 0;
  return {
    async write(rows) {
      held?.set(rows, at);
      at += rows.length;
    },
    async finish() {
      const data = held ?? new Uint8Array();
      held = null;
      return encodePicture({ ...shape, data }, format, recipe);
    },
    drop() {
      held = null;
    },
  };
}

export const openSink = (shape: Shape, format: Job['output']['format'], recipe: Recipe | null): BandSink =>
  format === 'png' ? pngSink(shape, recipe) : wholeSink(shape, format, recipe);
