import type { EventEmitter } from 'node:events';
import type { Picture } from '../encode-picture.js';
import { codedFrames } from './mp4-boxes.js';
import { type FilmShape, writeMp4 } from './mp4-file.js';

/** A film that takes one frame after the other and holds only what is coded. */
export interface Film {
  add(frame: Picture): void;
  /** The finished MP4. */
  finish(xmp: string): Uint8Array;
  /** Frees what the encoder holds; to be called in any case. */
  close(): void;
}

/** Of 10 to 51: no edge and no plain area shows the coding, and a loop of 3 s takes about a megabyte. */
const QUANTISER = 17;
const SPEED = 2;

/** The encoder's own listeners would turn a failure elsewhere into one of its own. */
async function loadEncoder() {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const host: EventEmitter = process;
  const before = events.map((event) => new Set(host.listeners(event)));
  const { default: encoders } = await import('h264-mp4-encoder');
  const encoder = await encoders.createH264MP4Encoder();
  for (const [i, event] of events.entries()) {
    for (const listener of host.listeners(event)) {
      // What an emitter lists are its listeners.
      if (!before[i]?.has(listener)) host.off(event, listener as () => void);
    }
  }
  return encoder;
}

/** Begins a film. Sides must be even: colours are kept for every two pixels by two. */
export async function openFilm(shape: FilmShape): Promise<Film> {
  const { width, height, fps } = shape;
  const encoder = await loadEncoder();
  Object.assign(encoder, { width, height, frameRate: fps, quantizationParameter: QUANTISER, speed: SPEED });
  // Every frame stands alone: one that builds on others shows the difference when the loop begins again.
  encoder.groupOfPictures = 1;
  encoder.initialize();
  const planes = new Uint8Array((width * height * 3) / 2);
  let is_final = false;
  const finalize = (): void => {
    is_final = true;
    encoder.finalize();
  };
  return {
    add(frame) {
      toPlanes(frame, planes);
      encoder.addFrameYuv(planes);
    },
    finish(xmp) {
      finalize();
      return writeMp4(shape, codedFrames(encoder.FS.readFile(encoder.outputFilename)), xmp);
    },
    close() {
      // The encoder fails when it is freed in the middle, and all later ones with it.
      if (!is_final) finalize();
      const { FS, outputFilename } = encoder;
      encoder.delete();
      FS.unlink(outputFilename);
    },
  };
}

/** RGB to BT.601 in limited range, colours at half the size. */
export function toPlanes({ data, width, height }: Picture, planes: Uint8Array): void {
  const area = width * height;
  const half = width >> 1;
  for (let i = 0, p = 0; p < area; i += 3, p++) {
    planes[p] = 16.5 + 0.256788 * (data[i] ?? 0) + 0.504129 * (data[i + 1] ?? 0) + 0.097906 * (data[i + 2] ?? 0);
  }
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let [r, g, b] = [0, 0, 0];
      for (const at of [row * width + column, (row + 1) * width + column]) {
        const i = at * 3;
        r += (data[i] ?? 0) + (data[i + 3] ?? 0);
        g += (data[i + 1] ?? 0) + (data[i + 4] ?? 0);
        b += (data[i + 2] ?? 0) + (data[i + 5] ?? 0);
      }
      const at = area + (row >> 1) * half + (column >> 1);
      planes[at] = 128.5 + (-0.148223 * r - 0.290993 * g + 0.439216 * b) / 4;
      planes[at + area / 4] = 128.5 + (0.439216 * r - 0.367788 * g - 0.071427 * b) / 4;
    }
  }
}
