import type { Lane } from '@easel/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Head, newFairness, pickNext, queueOrder } from './schedule.js';

const OPTIONS = { numRuns: 300, seed: 4 };
const always = () => true;
const anyTask = fc.record({
  owner_id: fc.constantFrom('a', 'b', 'c'),
  lane: fc.constantFrom<Lane>('interactive', 'background'),
  model: fc.constantFrom('m', 'n'),
  estimate_ms: fc.integer({ min: 0, max: 5000 }),
});
const withIds = (tasks: Omit<Head, 'id'>[]): Head[] =>
  tasks.map((task, index) => ({ ...task, id: String(index).padStart(6, '0') }));
const queue = fc.array(anyTask, { maxLength: 60 }).map(withIds);

/** The oldest of each lane, owner and model, as the store finds them. */
const headsOf = (tasks: Head[]) => {
  const seen = new Set<string>();
  return tasks.filter((t) => {
    const key = `${t.lane} ${t.owner_id} ${t.model}`;
    return !seen.has(key) && seen.add(key);
  });
};

test('nothing is forgotten, nothing comes twice, and within an owner and lane the first comes first', () => {
  fc.assert(
    fc.property(queue, (tasks) => {
      const order = queueOrder(tasks, newFairness());
      expect([...order].sort()).toEqual(tasks.map((t) => t.id));
      for (const lane of ['interactive', 'background']) {
        for (const owner of ['a', 'b', 'c']) {
          const theirs = order.filter(
            (id) => tasks[Number(id)]?.owner_id === owner && tasks[Number(id)]?.lane === lane,
          );
          expect(theirs).toEqual([...theirs].sort());
        }
      }
    }),
    OPTIONS,
  );
});

test('working out the order changes nothing', () => {
  fc.assert(
    fc.property(queue, (tasks) => {
      const fairness = newFairness();
      const before = structuredClone(fairness);
      queueOrder(tasks, fairness);
      expect(fairness).toEqual(before);
    }),
    { ...OPTIONS, numRuns: 50 },
  );
});

test('while all owners have work, none gets ahead of another by more than the longest task', () => {
  const estimates = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(fc.tuple(estimates, estimates, estimates), (perOwner) => {
      const tasks = withIds(
        perOwner.flatMap((list, owner) =>
          list.map((estimate_ms) => ({
            owner_id: String(owner),
            lane: 'interactive' as const,
            model: 'm',
            estimate_ms,
          })),
        ),
      );
      const order = queueOrder(tasks, newFairness());
      const longest = Math.max(...tasks.map((t) => t.estimate_ms));
      const served = [0, 0, 0];
      const left = [40, 40, 40];
      for (const id of order) {
        if (left.includes(0)) break;
        const task = tasks[Number(id)];
        const owner = Number(task?.owner_id);
        served[owner] = (served[owner] ?? 0) + (task?.estimate_ms ?? 0);
        left[owner] = (left[owner] ?? 0) - 1;
        expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(longest + 2);
      }
    }),
    OPTIONS,
  );
});

test('owners with equal tasks alternate', () => {
  const tasks = withIds(
    ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'].map((owner_id) => ({
      owner_id,
      lane: 'interactive' as const,
      model: 'm',
      estimate_ms: 900,
    })),
  );
  const owners = queueOrder(tasks, newFairness()).map((id) => tasks[Number(id)]?.owner_id);
  expect(owners).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']);
});

test('an owner of long tasks gets as much time as one of short tasks, so fewer of them', () => {
  const of = (owner_id: string, estimate_ms: number, count: number) =>
    Array.from({ length: count }, () => ({ owner_id, lane: 'interactive' as const, model: 'm', estimate_ms }));
  const tasks = withIds([...of('long', 4000, 20), ...of('short', 1000, 80)]);
  const first = queueOrder(tasks, newFairness())
    .slice(0, 50)
    .map((id) => tasks[Number(id)]?.owner_id);
  expect(first.filter((owner) => owner === 'long')).toHaveLength(10);
});

test('while both lanes have work they are served 4 : 1, and an idle lane saves nothing up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), (alone) => {
      const fairness = newFairness();
      const head = (lane: Lane): Head => ({ id: lane, owner_id: 'a', lane, model: 'm', estimate_ms: 10 });
      for (let i = 0; i < alone; i += 1) pickNext([head('background')], always, fairness);
      const lanes = Array.from(
        { length: 50 },
        () => pickNext([head('background'), head('interactive')], always, fairness)?.lane,
      );
      expect(lanes.filter((lane) => lane === 'interactive')).toHaveLength(40);
      expect(lanes[0]).toBe('interactive');
      for (let i = 0; i + 5 <= 50; i += 5) expect(lanes.slice(i, i + 5)).toContain('background');
    }),
    OPTIONS,
  );
});

test('a head without room blocks neither other owners nor other models of its owner', () => {
  fc.assert(
    fc.property(queue, fc.constantFrom('m', 'n'), (tasks, full) => {
      const heads = headsOf(tasks);
      const picked = pickNext(heads, ({ model }) => model !== full, newFairness());
      expect(picked?.model).not.toBe(full);
      expect(picked !== undefined).toBe(heads.some((head) => head.model !== full));
    }),
    OPTIONS,
  );
});

test('nobody starves: whoever waits is served within a bounded number of picks while new work keeps coming', () => {
  fc.assert(
    fc.property(fc.array(anyTask, { minLength: 400, maxLength: 400 }).map(withIds), (arrivals) => {
      const fairness = newFairness();
      const victim: Head = { id: '000000', owner_id: 'victim', lane: 'background', model: 'm', estimate_ms: 5000 };
      const waiting = [victim];
      let next = 1;
      for (let picks = 0; picks < 300; picks += 1) {
        for (; waiting.length < 30 && next < arrivals.length; next += 1) {
          const arrival = arrivals[next];
          if (arrival) waiting.push({ ...arrival, estimate_ms: arrival.estimate_ms + 500 });
        }
        const picked = pickNext(headsOf(waiting), always, fairness);
        if (!picked || picked === victim) break;
        waiting.splice(waiting.indexOf(picked), 1);
      }
      expect(waiting).not.toContain(undefined);
      expect(next).toBeLessThan(400);
    }),
    { ...OPTIONS, numRuns: 50 },
  );
});
