export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** One stroke, in pixels of the picture; or everything wiped away. */
export type Mark = { tool: 'brush' | 'eraser'; width: number; points: Point[] } | { tool: 'clear' };

/** Where a press on the shown canvas lies in the picture. */
export function toPicturePoint(
  press: { clientX: number; clientY: number },
  shown: { left: number; top: number; width: number; height: number },
  size: Size,
): Point {
  return {
    x: ((press.clientX - shown.left) / shown.width) * size.width,
    y: ((press.clientY - shown.top) / shown.height) * size.height,
  };
}

/** The width of a brush in pixels of the picture, from its size in percent of the shorter side. */
export const brushWidth = (percent: number, { width, height }: Size): number =>
  Math.max(1, Math.round((Math.min(width, height) * percent) / 100));

/** Turns what was painted, RGBA, into a mask in place: white and opaque where there is paint, black elsewhere. */
export function toMask(rgba: Uint8ClampedArray): void {
  for (let i = 0; i < rgba.length; i += 4) {
    const value = (rgba[i + 3] ?? 0) >= 128 ? 255 : 0;
    rgba[i] = value;
    rgba[i + 1] = value;
    rgba[i + 2] = value;
    rgba[i + 3] = 255;
  }
}

/** Turns a mask, RGBA, back into paint of one colour in place: what is lighter than grey becomes paint. */
export function fromMask(rgba: Uint8ClampedArray, [red, green, blue]: readonly [number, number, number]): void {
  for (let i = 0; i < rgba.length; i += 4) {
    const isPaint = (rgba[i] ?? 0) >= 128 && (rgba[i + 3] ?? 0) >= 128;
    rgba[i] = red;
    rgba[i + 1] = green;
    rgba[i + 2] = blue;
    rgba[i + 3] = isPaint ? 255 : 0;
  }
}

/** Whether anything was painted. */
export function hasPaint(rgba: Uint8ClampedArray): boolean {
  for (let i = 3; i < rgba.length; i += 4) if ((rgba[i] ?? 0) >= 128) return true;
  return false;
}

/** Whether two pictures have the same proportions, but for rounding. */
export const isSameShape = (a: Size, b: Size): boolean =>
  Math.abs(a.width / a.height / (b.width / b.height) - 1) < 0.02;
