/** How much is sent to one target at once: less until it has answered well. */
const TARGET_MAX = 4;
const UNPROVEN_TARGET_MAX = 1;
/** How much is sent at once in all, and how much of that to unproven targets: others always find a place. */
const ALL_MAX = 64;
const ALL_UNPROVEN_MAX = 32;
/** How many targets with nothing to send are remembered for having answered well. */
const REMEMBERED_MAX = 10_000;

interface Target {
  running: number;
  /** When something is due, as far as it is known; null when nothing waits. */
  next: number | null;
  /** The last attempt was answered well, and soon. */
  isProven: boolean;
}

/** Whose turn it is: which targets have something due, and how much each may be sent. Memory only. */
export interface Turns {
  /** Targets with something due, those served longest ago first. */
  due(): string[];
  running(target: string): number;
  /** How many more may be sent to a target now. */
  room(target: string): number;
  /** Forgets when something is due at a target, before it is looked up. */
  clear(target: string): void;
  /** Something is due at this time, or, with null, nothing more is. */
  note(target: string, at: number | null): void;
  /** When the next target with room is due; null when none is. */
  next(): number | null;
  /** Takes a place. What it returns gives it back. */
  begin(target: string): (well: boolean) => void;
}

export function createTurns(now: () => number): Turns {
  const targets = new Map<string, Target>();
  let running = 0;
  let runningUnproven = 0;

  const of = (name: string): Target => {
    const known = targets.get(name) ?? { running: 0, next: null, isProven: false };
    targets.set(name, known);
    return known;
  };
  const roomOf = ({ running: own, isProven }: Target): number =>
    isProven
      ? Math.min(TARGET_MAX - own, ALL_MAX - running)
      : Math.min(UNPROVEN_TARGET_MAX - own, ALL_UNPROVEN_MAX - runningUnproven, ALL_MAX - running);

  return {
    due: () => [...targets].flatMap(([name, { next }]) => (next !== null && next <= now() ? [name] : [])),
    running: (name) => of(name).running,
    room: (name) => Math.max(0, roomOf(of(name))),
    clear(name) {
      of(name).next = null;
    },
    note(name, at) {
      const target = of(name);
      if (at !== null) target.next = Math.min(at, target.next ?? at);
      else if (target.next === null && target.running === 0) {
        if (!target.isProven || targets.size > REMEMBERED_MAX) targets.delete(name);
      }
    },
    next() {
      const times = [...targets.values()].flatMap((target) =>
        target.next !== null && roomOf(target) > 0 ? [target.next] : [],
      );
      return times.length === 0 ? null : Math.min(...times);
    },
    begin(name) {
      const target = of(name);
      // To the end of the line.
      targets.delete(name);
      targets.set(name, target);
      const asUnproven = !target.isProven;
      target.running += 1;
      running += 1;
      if (asUnproven) runningUnproven += 1;
      return (well) => {
        target.running -= 1;
        running -= 1;
        if (asUnproven) runningUnproven -= 1;
        target.isProven = well;
        target.next = now();
      };
    },
  };
}
