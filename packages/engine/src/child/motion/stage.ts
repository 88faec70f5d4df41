import type { Box } from './cut-out.js';
import type { Move, Pose } from './moves.js';

/** From the places of a picture to those of a frame and back. */
export interface Placement {
  forward(x: number, y: number): [number, number];
  /** Writes the place into `at`: this is asked for every pixel. */
  back(x: number, y: number, at: Float64Array): void;
}

interface Camera {
  scale: number;
  right: number;
  down: number;
}

/** Where a move happens: what stays in place, how large the subject is, and how it is looked at. */
export interface Stage {
  box: Box;
  anchor: [number, number];
  camera: Camera;
}

/** Room that is left at the edges of the frame. */
const MARGIN = 0.03;

/** The placement of a pose: bent, grown, turned and shifted around the anchor, then seen through the camera. */
export function place(pose: Pose, { box, anchor: [ax, ay], camera }: Stage): Placement {
  const tall = box.bottom - box.top;
  const [sin, cos] = [Math.sin(pose.turn), Math.cos(pose.turn)];
  const [dx, dy] = [ax + pose.shift * tall, ay - pose.lift * tall];
  const lean = (y: number): number => (y < 0 ? (pose.bend * y * y) / tall : 0);
  return {
    forward(x, y) {
      const [px, py] = [(x - ax + lean(y - ay)) * pose.grow_x, (y - ay) * pose.grow_y];
      const [qx, qy] = [px * cos - py * sin + dx, px * sin + py * cos + dy];
      return [qx * camera.scale + camera.right, qy * camera.scale + camera.down];
    },
    back(x, y, at) {
      const [qx, qy] = [(x - camera.right) / camera.scale - dx, (y - camera.down) / camera.scale - dy];
      const py = (qy * cos - qx * sin) / pose.grow_y;
      at[0] = (qx * cos + qy * sin) / pose.grow_x - lean(py) + ax;
      at[1] = py + ay;
    },
  };
}

const EDGE_POINTS = 8;

/** The rectangle that a rectangle of the picture covers in the frame. */
export function boundsOf(box: Box, { forward }: Placement): Box {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let i = 0; i <= EDGE_POINTS; i++) {
    const x = box.left + ((box.right - box.left) * i) / EDGE_POINTS;
    const y = box.top + ((box.bottom - box.top) * i) / EDGE_POINTS;
    for (const [px, py] of [forward(x, box.top), forward(x, box.bottom), forward(box.left, y), forward(box.right, y)]) {
      bounds.left = Math.min(bounds.left, px);
      bounds.right = Math.max(bounds.right, px);
      bounds.top = Math.min(bounds.top, py);
      bounds.bottom = Math.max(bounds.bottom, py);
    }
  }
  return bounds;
}

const union = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

const LEVEL: Camera = { scale: 1, right: 0, down: 0 };

function anchored(move: Move, box: Box): Stage {
  const middle = (box.left + box.right) / 2;
  const anchor: [number, number] = [middle, move.anchor === 'foot' ? box.bottom : (box.top + box.bottom) / 2];
  return { box, anchor, camera: LEVEL };
}

/** The shift that brings a stretch into the frame, by as little as it takes. */
const into = (from: number, to: number, least: number, most: number): number =>
  from < least ? least - from : to > most ? most - to : 0;

/** A stage for a subject that moves alone: the camera steps back just so far that nothing leaves the frame. */
export function stageAlone(move: Move, moments: number[], box: Box, width: number, height: number): Stage {
  const level = anchored(move, box);
  const below = move.shadow ? { ...box, bottom: box.bottom + shadowHeight(box) } : box;
  const all = moments.map((at) => boundsOf(box, place(move.pose(at), level))).reduce(union, below);
  const [wide, tall] = [width * MARGIN, height * MARGIN];
  const fit = Math.min((width - 2 * wide) / (all.right - all.left), (height - 2 * tall) / (all.bottom - all.top));
  const [wide_room, high_room] = [width - wide, height - tall];
  if (fit >= 1) {
    const right = into(all.left, all.right, wide, wide_room);
    return { ...level, camera: { scale: 1, right, down: into(all.top, all.bottom, tall, high_room) } };
  }
  const right = (width - (all.left + all.right) * fit) / 2;
  return { ...level, camera: { scale: fit, right, down: (height - (all.top + all.bottom) * fit) / 2 } };
}

/** How much of a move a whole picture makes. */
const CALM = 0.35;
const MOST_TURN = 0.1;
const NEAREST = 1.4;

/** The same move for a picture without a background of its own: gentler, for its edges must stay outside. */
export function calm(move: Move): Move {
  const rest = (value: number): number => 1 + (value - 1) * CALM;
  return {
    anchor: 'middle',
    shadow: false,
    pose(at) {
      const { shift, lift, grow_x, grow_y, turn } = move.pose(at);
      const rocking = MOST_TURN * Math.sin(turn);
      return {
        shift: shift * CALM,
        lift: lift * CALM,
        grow_x: rest(grow_x),
        grow_y: rest(grow_y),
        turn: rocking,
        bend: 0,
      };
    },
  };
}

/** A stage for a whole picture: the camera comes just so near that no edge is seen. */
export function stageWhole(move: Move, moments: number[], width: number, height: number): Stage {
  const level = anchored(move, { left: 0, top: 0, right: width, bottom: height });
  const corners: [number, number][] = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ];
  const at = new Float64Array(2);
  const covers = (stage: Stage): boolean =>
    moments.every((moment) => {
      const { back } = place(move.pose(moment), stage);
      return corners.every(([x, y]) => {
        back(x, y, at);
        const [px = 0, py = 0] = at;
        return px >= 0 && py >= 0 && px <= width && py <= height;
      });
    });
  for (let scale = 1; ; scale += 0.01) {
    const camera = { scale, right: ((1 - scale) * width) / 2, down: ((1 - scale) * height) / 2 };
    if (scale >= NEAREST || covers({ ...level, camera })) return { ...level, camera };
  }
}

/** Half the height of the soft shadow under a subject. */
export const shadowHeight = (box: Box): number => (box.right - box.left) * 0.07;
