import type { Lane } from '@easel/contracts';

/** The oldest pending task of an owner for one model in one lane. */
export interface Head {
  id: string;
  owner_id: string;
  lane: Lane;
  model: string;
  estimate_ms: number;
}

const WEIGHTS: Record<Lane, number> = { interactive: 4, background: 1 };
const LANES: Lane[] = ['interactive', 'background'];

/** What an owner is given in each round. */
const QUANTUM_MS = 1;
const cost = (head: Head) => Math.max(QUANTUM_MS, head.estimate_ms);

interface LaneState {
  /** Tasks served since both lanes have work. */
  served: number;
  /** Owners in the order of their turns. */
  ring: string[];
  deficits: Map<string, number>;
}

/** What fairness remembers between picks. */
export type Fairness = Record<Lane, LaneState>;

export const newFairness = (): Fairness => ({
  interactive: { served: 0, ring: [], deficits: new Map() },
  background: { served: 0, ring: [], deficits: new Map() },
});

/** The oldest head of each owner: within an owner, first in, first out. */
function firstByOwner(heads: Head[]): Map<string, Head> {
  const first = new Map<string, Head>();
  for (const head of heads) {
    const known = first.get(head.owner_id);
    if (!known || head.id < known.id) first.set(head.owner_id, head);
  }
  return first;
}

/**
 * Deficit round robin between the owners of a lane (Shreedhar and Varghese, 1995), by estimated time: who asks for
 * longer tasks gets fewer of them. The quantum is a millisecond, so that equals alternate and nobody gets ahead by more
 * than one task; rounds in which nobody could be served are taken in one step.
 */
function pickOwner(lane: LaneState, heads: Head[], waiting: Set<string>): Head | undefined {
  const first = firstByOwner(heads);
  lane.ring = lane.ring.filter((owner) => waiting.has(owner));
  for (const owner of [...lane.deficits.keys()]) if (!waiting.has(owner)) lane.deficits.delete(owner);
  for (const owner of first.keys()) if (!lane.ring.includes(owner)) lane.ring.push(owner);
  if (first.size === 0) return undefined;
  const missing = (owner: string, head: Head) => cost(head) - (lane.deficits.get(owner) ?? 0);
  const rounds = Math.min(...[...first].map(([owner, head]) => Math.ceil(missing(owner, head) / QUANTUM_MS)));
  const skipped = Math.max(0, rounds - 1) * QUANTUM_MS;
  for (const owner of first.keys()) lane.deficits.set(owner, (lane.deficits.get(owner) ?? 0) + skipped);
  for (;;) {
    const owner = lane.ring[0];
    if (owner === undefined) return undefined;
    const head = first.get(owner);
    const deficit = lane.deficits.get(owner) ?? 0;
    if (head && deficit >= cost(head)) {
      lane.deficits.set(owner, deficit - cost(head));
      return head;
    }
    if (head) lane.deficits.set(owner, deficit + QUANTUM_MS);
    lane.ring.push(...lane.ring.splice(0, 1));
  }
}

/**
 * Chooses the next task. Lanes are served 4 : 1; a lane without work loses its turn and saves nothing up. A head that may
 * not start does not block others. Changes `fairness`.
 *
 * @param heads every oldest pending task per lane, owner and model
 * @param mayStart whether there is room for it: of its model, and of its owner
 */
export function pickNext(heads: Head[], mayStart: (head: Head) => boolean, fairness: Fairness): Head | undefined {
  const ready = heads.filter(mayStart);
  const withWork = LANES.filter((lane) => ready.some((head) => head.lane === lane));
  if (withWork.length < LANES.length) for (const lane of LANES) fairness[lane].served = 0;
  const [lane] = withWork.sort(
    (a, b) => fairness[a].served / WEIGHTS[a] - fairness[b].served / WEIGHTS[b] || LANES.indexOf(a) - LANES.indexOf(b),
  );
  if (!lane) return undefined;
  const waiting = new Set(heads.filter((head) => head.lane === lane).map((head) => head.owner_id));
  const picked = pickOwner(
    fairness[lane],
    ready.filter((head) => head.lane === lane),
    waiting,
  );
  if (picked && withWork.length === LANES.length) fairness[lane].served += 1;
  return picked;
}

/** The order in which pending tasks would start if none arrived and every model had room: for places in the queue. */
export function queueOrder(pending: Head[], fairness: Fairness): string[] {
  const copy = structuredClone(fairness);
  const rest = [...pending].sort((a, b) => (a.id < b.id ? -1 : 1));
  const order: string[] = [];
  while (rest.length > 0) {
    const seen = new Set<string>();
    const heads = rest.filter((task) => {
      const key = JSON.stringify([task.lane, task.owner_id, task.model]);
      return !seen.has(key) && seen.add(key);
    });
    const next = pickNext(heads, () => true, copy);
    if (!next) break;
    order.push(next.id);
    rest.splice(rest.indexOf(next), 1);
  }
  return order;
}
