import { expect, test } from 'vitest';
import { fetchPart, type Means } from './part.js';

const Part = () => null;

function means(answers: () => boolean): Means & { pauses: number[] } {
  const pauses: number[] = [];
  return {
    pauses,
    answers: async () => answers(),
    async pause(ms) {
      pauses.push(ms);
    },
  };
}

test('a part is asked for until the connection is back, ever less often', async () => {
  let asked = 0;
  const broken = means(() => false);
  const load = async () => {
    asked++;
    if (asked < 9) throw new TypeError('Failed to fetch dynamically imported module');
    return { default: Part };
  };
  expect(await fetchPart(load, broken)).toEqual({ default: Part });
  expect(asked).toBe(9);
  expect(broken.pauses).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000, 4000]);
});

test('a part that a reachable server does not have is given up after three tries', async () => {
  let asked = 0;
  const load = async (): Promise<{ default: typeof Part }> => {
    asked++;
    throw new TypeError('Failed to fetch dynamically imported module');
  };
  const given = await fetchPart(
    load,
    means(() => asked > 4),
  );
  expect(given.default).not.toBe(Part);
  expect(asked).toBe(7);
});
