import type { Source } from './read-source.js';

/** Below it the colour of a pixel is coarse: it was divided by its opacity. */
const FAINT = 16;

/**
 * Gives the colour of their neighbours to pixels that can hardly be seen, as far as `reach`: enlarging looks at them, and
 * the black or white that programs leave there would come out as a rim.
 */
export function fillUnderAlpha(
  { colour: { data, width, height } }: Pick<Source, 'colour'>,
  alpha: Uint8Array,
  reach: number,
): void {
  const known = Uint8Array.from(alpha, (a) => (a >= FAINT ? 1 : 0));
  let edge: number[] = [];
  const around = (i: number): number[] => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const found: number[] = [];
    if (x > 0) found.push(i - 1);
    if (x < width - 1) found.push(i + 1);
    if (y > 0) found.push(i - width);
    if (y < height - 1) found.push(i + width);
    return found;
  };
  for (let i = 0; i < known.length; i++) {
    if (!known[i] && around(i).some((n) => known[n])) edge.push(i);
  }
  for (let step = 0; step < reach && edge.length > 0; step++) {
    for (const i of edge) {
      const from = around(i).filter((n) => known[n]);
      for (let c = 0; c < 3; c++) {
        data[i * 3 + c] = Math.round(from.reduce((sum, n) => sum + (data[n * 3 + c] ?? 0), 0) / from.length);
      }
    }
    for (const i of edge) known[i] = 1;
    edge = [...new Set(edge.flatMap((i) => around(i).filter((n) => !known[n])))];
  }
}
