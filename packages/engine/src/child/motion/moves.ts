/** How the subject stands at one moment. Lengths are in heights of the subject. */
export interface Pose {
  /** To the right, and up. */
  shift: number;
  lift: number;
  grow_x: number;
  grow_y: number;
  /** Clockwise, in radians. */
  turn: number;
  /** How far the top leans to the right of where a stiff body would have it. */
  bend: number;
}

export interface Move {
  /** What stays in its place when the subject grows or turns. */
  anchor: 'foot' | 'middle';
  /** A soft shadow on the ground below. */
  shadow: boolean;
  /** The pose at a moment of the loop, 0 to 1: as smooth across its end as within. */
  pose(at: number): Pose;
}

const REST: Pose = { shift: 0, lift: 0, grow_x: 1, grow_y: 1, turn: 0, bend: 0 };
const TURN = 2 * Math.PI;

const cyclesIn = (duration_s: number, one_s: number): number => Math.max(1, Math.round(duration_s / one_s));
const fraction = (x: number): number => x - Math.floor(x);

/** The body swells and sinks around its volume, and leans a little. */
function breathe(duration_s: number): Move {
  const breaths = cyclesIn(duration_s, 1.5);
  return {
    anchor: 'foot',
    shadow: false,
    pose(at) {
      const air = Math.cos(TURN * breaths * at);
      return { ...REST, grow_y: 1 - 0.035 * air, grow_x: 1 + 0.022 * air, bend: 0.035 * Math.sin(TURN * at) };
    },
  };
}

const HOP_CONTACT = 0.34;

/** Hops: squashed on the ground, stretched in flight. The loop begins at the top. */
function bounce(duration_s: number): Move {
  const hops = cyclesIn(duration_s, 0.75);
  return {
    anchor: 'foot',
    shadow: true,
    pose(at) {
      const moment = fraction(hops * at + HOP_CONTACT + (1 - HOP_CONTACT) / 2);
      if (moment < HOP_CONTACT) {
        const squash = Math.sin((Math.PI * moment) / HOP_CONTACT);
        return { ...REST, grow_y: 1 - 0.15 * squash, grow_x: 1 + 0.11 * squash };
      }
      const flight = (moment - HOP_CONTACT) / (1 - HOP_CONTACT);
      const stretch = Math.sin(TURN * flight) ** 2;
      const lift = 0.3 * 4 * flight * (1 - flight);
      return { ...REST, lift, grow_y: 1 + 0.07 * stretch, grow_x: 1 - 0.05 * stretch };
    },
  };
}

/** Leans from side to side, the top a little later than the foot. */
function sway(duration_s: number): Move {
  const swings = cyclesIn(duration_s, 1.5);
  return {
    anchor: 'foot',
    shadow: false,
    pose(at) {
      const angle = TURN * swings * at;
      return { ...REST, turn: 0.07 * Math.cos(angle), bend: 0.09 * Math.cos(angle - 0.7) };
    },
  };
}

/** Steps from side to side and dips with each step. */
function dance(duration_s: number): Move {
  const steps = cyclesIn(duration_s, 1);
  return {
    anchor: 'foot',
    shadow: true,
    pose(at) {
      const angle = TURN * steps * at;
      const dip = (1 - Math.cos(2 * angle)) / 2;
      const side = Math.cos(angle);
      const lean = { shift: 0.05 * side, turn: 0.11 * side, bend: 0.08 * Math.cos(angle - 0.8) };
      return { ...REST, ...lean, grow_y: 1 + 0.03 - 0.09 * dip, grow_x: 1 - 0.02 + 0.06 * dip };
    },
  };
}

/** Goes once around, slowly at first and at last. */
function spin(): Move {
  return {
    anchor: 'middle',
    shadow: false,
    pose: (at) => ({ ...REST, turn: TURN * at - 0.8 * Math.sin(TURN * at) }),
  };
}

/** Hovers above its shadow. */
function float(duration_s: number): Move {
  const waves = cyclesIn(duration_s, 3);
  return {
    anchor: 'middle',
    shadow: true,
    pose(at) {
      const angle = TURN * waves * at;
      const lift = 0.14 - 0.07 * Math.cos(angle);
      return { ...REST, lift, shift: 0.025 * Math.sin(angle), turn: 0.05 * Math.cos(angle - 1.2) };
    },
  };
}

/** Two beats and a rest, as a heart. */
function pulse(duration_s: number): Move {
  const beats = cyclesIn(duration_s, 1);
  const bump = (moment: number, centre: number, width: number) => Math.exp(-(((moment - centre) / width) ** 2));
  return {
    anchor: 'middle',
    shadow: false,
    pose(at) {
      const moment = fraction(beats * at);
      const beat = bump(moment, 0.34, 0.1) + 0.6 * bump(moment, 0.6, 0.11);
      return { ...REST, grow_x: 1 + 0.1 * beat, grow_y: 1 + 0.1 * beat };
    },
  };
}

/** Shivers, and takes a breath between. */
function shake(duration_s: number): Move {
  const fits = cyclesIn(duration_s, 1.5);
  const shivers = fits * 6;
  return {
    anchor: 'foot',
    shadow: false,
    pose(at) {
      const force = Math.sin(Math.PI * fits * at) ** 2;
      const angle = TURN * shivers * at;
      return { ...REST, shift: 0.022 * force * Math.sin(angle), turn: 0.03 * force * Math.sin(angle + 0.9) };
    },
  };
}

/** Comes nearer and goes back. */
function zoom(duration_s: number): Move {
  const visits = cyclesIn(duration_s, 3);
  return {
    anchor: 'middle',
    shadow: false,
    pose(at) {
      const grow = 1 - 0.11 * Math.cos(TURN * visits * at);
      return { ...REST, grow_x: grow, grow_y: grow };
    },
  };
}

/** Only the drawing itself changes. */
const none = (): Move => ({ anchor: 'middle', shadow: false, pose: () => REST });

const MOVES = { breathe, bounce, sway, dance, spin, float, pulse, shake, zoom, none };

export type Motion = keyof typeof MOVES;
/** Every way of moving that can be asked for by name. */
export const MOTIONS = Object.keys(MOVES) as [Motion, ...Motion[]];

/** A way of moving that fits a whole number of times into a loop of this length. */
export const makeMove = (motion: Motion, duration_s: number): Move => MOVES[motion](duration_s);
