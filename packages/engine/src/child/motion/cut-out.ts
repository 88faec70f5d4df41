import type { Picture } from '../encode-picture.js';
import { type Backdrop, findBackdrop, paintBackdrop } from './backdrop.js';

/** A rectangle of pixels: first column and row, and those after the last. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What moves, as what it adds to the canvas: where there is nothing it adds nothing. */
export interface CutOut {
  values: Float32Array;
  width: number;
  height: number;
}

/** Differences from the background in levels: below all background, above all subject. */
const FAINT = 9;
const CLEAR = 26;
/** Towards the edge of the picture what is left fades out, so that nothing ends in a line. */
const EDGE = 4;

/** The subject of a picture apart from its background; the whole picture when there is no plain background. */
export function cutOut(picture: Picture, own: Backdrop | null): CutOut {
  const { data, width, height } = picture;
  if (!own) return { values: Float32Array.from(data), width, height };
  // Each frame is held against its own background, which may be a little lighter or darker than the first one's.
  const values = paintBackdrop(findBackdrop(picture) ?? own, width, height);
  for (let row = 0, i = 0; row < height; row++) {
    const down = Math.min(1, Math.min(row, height - 1 - row) / EDGE);
    for (let column = 0; column < width; column++, i += 3) {
      const inside = Math.min(down, Math.min(column, width - 1 - column) / EDGE);
      const r = (data[i] ?? 0) - (values[i] ?? 0);
      const g = (data[i + 1] ?? 0) - (values[i + 1] ?? 0);
      const b = (data[i + 2] ?? 0) - (values[i + 2] ?? 0);
      const far = (Math.max(Math.abs(r), Math.abs(g), Math.abs(b)) - FAINT) / (CLEAR - FAINT);
      const share = far <= 0 ? 0 : far >= 1 ? inside : far * far * (3 - 2 * far) * inside;
      values[i] = r * share;
      values[i + 1] = g * share;
      values[i + 2] = b * share;
    }
  }
  return { values, width, height };
}

const MIN_PIXELS = 3;

/** Where a cut-out has something to show; null when there is next to nothing. */
export function findBox({ values, width, height }: CutOut): Box | null {
  const rows = new Uint32Array(height);
  const columns = new Uint32Array(width);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i += 3) {
      const seen = Math.abs(values[i] ?? 0) + Math.abs(values[i + 1] ?? 0) + Math.abs(values[i + 2] ?? 0) > CLEAR;
      if (!seen) continue;
      rows[row] = (rows[row] ?? 0) + 1;
      columns[column] = (columns[column] ?? 0) + 1;
    }
  }
  const has = (count: number): boolean => count >= MIN_PIXELS;
  const box = {
    left: columns.findIndex(has),
    top: rows.findIndex(has),
    right: columns.findLastIndex(has) + 1,
    bottom: rows.findLastIndex(has) + 1,
  };
  const enough = box.right - box.left > width / 16 && box.bottom - box.top > height / 16;
  return enough ? box : null;
}
