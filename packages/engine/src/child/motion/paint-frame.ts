import type { Picture } from '../encode-picture.js';
import type { Box, CutOut } from './cut-out.js';
import type { Pose } from './moves.js';
import { boundsOf, place, type Stage, shadowHeight } from './stage.js';

const SHADOW = 0.2;
/** Pixels around a subject that its softest edge may take. */
const REACH = 6;

/** Catmull-Rom: the weights of the four samples around a place between the middle two. */
function weigh(weights: Float32Array, t: number): void {
  weights[0] = t * (-0.5 + t * (1 - 0.5 * t));
  weights[1] = 1 + t * t * (-2.5 + 1.5 * t);
  weights[2] = t * (0.5 + t * (2 - 1.5 * t));
  weights[3] = t * t * (-0.5 + 0.5 * t);
}

/** A soft spot on the ground: smaller and fainter the higher the subject is. */
function paintShadow(canvas: Float32Array, width: number, height: number, pose: Pose, stage: Stage): void {
  const { box, camera } = stage;
  const near = 1 / (1 + 3 * pose.lift);
  const tall = box.bottom - box.top;
  const x = ((box.left + box.right) / 2 + pose.shift * tall) * camera.scale + camera.right;
  const y = (box.bottom + 0.2 * shadowHeight(box)) * camera.scale + camera.down;
  const wide = 0.42 * (box.right - box.left) * camera.scale * pose.grow_x * (0.55 + 0.45 * near);
  const high = shadowHeight(box) * camera.scale * (0.7 + 0.3 * near);
  for (let row = Math.max(0, Math.floor(y - high)); row < Math.min(height, y + high); row++) {
    for (let column = Math.max(0, Math.floor(x - wide)); column < Math.min(width, x + wide); column++) {
      const away = ((column - x) / wide) ** 2 + ((row - y) / high) ** 2;
      if (away >= 1) continue;
      const light = 1 - SHADOW * near * (1 - away) ** 2;
      const i = (row * width + column) * 3;
      for (let c = i; c < i + 3; c++) canvas[c] = (canvas[c] ?? 0) * light;
    }
  }
}

/** Adds the cut-out in a pose to the canvas. */
function addCutOut(canvas: Float32Array, source: CutOut, box: Box, pose: Pose, stage: Stage): void {
  const { values, width, height } = source;
  const placement = place(pose, stage);
  const seen = boundsOf(box, placement);
  const [wx, wy] = [new Float32Array(4), new Float32Array(4)];
  const from = new Float64Array(2);
  const columns = new Int32Array(4);
  const [last_column, last_row] = [width - 1, height - 1];
  const until_row = Math.min(height, Math.ceil(seen.bottom + REACH));
  const until_column = Math.min(width, Math.ceil(seen.right + REACH));
  for (let row = Math.max(0, Math.floor(seen.top - REACH)); row < until_row; row++) {
    for (let column = Math.max(0, Math.floor(seen.left - REACH)); column < until_column; column++) {
      placement.back(column + 0.5, row + 0.5, from);
      const [x, y] = [(from[0] ?? 0) - 0.5, (from[1] ?? 0) - 0.5];
      const [left, top] = [Math.floor(x), Math.floor(y)];
      if (left < -REACH || top < -REACH || left > last_column + REACH || top > last_row + REACH) continue;
      weigh(wx, x - left);
      weigh(wy, y - top);
      for (let u = 0; u < 4; u++) columns[u] = 3 * Math.min(last_column, Math.max(0, left - 1 + u));
      let [r, g, b] = [0, 0, 0];
      for (let v = 0; v < 4; v++) {
        const line = Math.min(last_row, Math.max(0, top - 1 + v)) * width * 3;
        const weight_row = wy[v] ?? 0;
        for (let u = 0; u < 4; u++) {
          const weight = (wx[u] ?? 0) * weight_row;
          const i = line + (columns[u] ?? 0);
          r += weight * (values[i] ?? 0);
          g += weight * (values[i + 1] ?? 0);
          b += weight * (values[i + 2] ?? 0);
        }
      }
      const at = (row * width + column) * 3;
      canvas[at] = (canvas[at] ?? 0) + r;
      canvas[at + 1] = (canvas[at + 1] ?? 0) + g;
      canvas[at + 2] = (canvas[at + 2] ?? 0) + b;
    }
  }
}

/** One frame: the background, the shadow, and the subject in its pose. */
export function paintFrame(
  background: Float32Array,
  subject: CutOut,
  box: Box,
  pose: Pose,
  { stage, has_shadow }: { stage: Stage; has_shadow: boolean },
): Picture {
  const { width, height } = subject;
  const canvas = Float32Array.from(background);
  if (has_shadow) paintShadow(canvas, width, height, pose, stage);
  addCutOut(canvas, subject, box, pose, stage);
  const data = new Uint8Array(canvas.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, Math.max(0, Math.round(canvas[i] ?? 0)));
  return { data, width, height };
}
