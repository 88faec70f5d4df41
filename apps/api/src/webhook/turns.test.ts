import { expect, test } from 'vitest';
import { createTurns } from './turns.js';

const start = () => {
  const clock = { at: 0 };
  return { clock, turns: createTurns(() => clock.at) };
};
const names = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name}-${i}`);

test('a target gets one place until it has answered well, then four', () => {
  const { turns } = start();
  turns.note('a', 0);
  expect(turns.room('a')).toBe(1);
  const end = turns.begin('a');
  expect(turns.room('a')).toBe(0);
  end(true);
  expect(turns.room('a')).toBe(4);
  turns.begin('a')(false);
  expect(turns.room('a')).toBe(1);
});

test('however many targets do not answer, one that does finds its places', () => {
  const { turns } = start();
  turns.begin('good')(true);
  for (const dead of names(100, 'dead')) {
    turns.note(dead, 0);
    if (turns.room(dead) > 0) turns.begin(dead);
  }
  expect(names(100, 'dead').filter((dead) => turns.running(dead) > 0)).toHaveLength(32);
  expect([turns.room('good'), turns.room('new')]).toEqual([4, 0]);
});

test('no more than 64 are sent at once', () => {
  const { turns } = start();
  const proven = names(20, 'good');
  for (const name of proven) turns.begin(name)(true);
  let running = 0;
  for (const name of proven) {
    while (turns.room(name) > 0) {
      turns.begin(name);
      running += 1;
    }
  }
  expect(running).toBe(64);
});

test('whoever was served last is served last', () => {
  const { turns } = start();
  for (const name of ['a', 'b', 'c']) turns.note(name, 0);
  turns.begin('a')(true);
  expect(turns.due()).toEqual(['b', 'c', 'a']);
});

test('the next time is that of a target with room, and what came meanwhile is not forgotten', () => {
  const { clock, turns } = start();
  turns.note('a', 50);
  turns.note('b', 20);
  expect(turns.next()).toBe(20);
  const end = turns.begin('b');
  expect(turns.next()).toBe(50);
  turns.clear('a');
  turns.note('a', 30);
  turns.note('a', null);
  expect(turns.next()).toBe(30);
  clock.at = 25;
  end(false);
  expect([turns.next(), turns.due()]).toEqual([25, ['b']]);
  turns.clear('b');
  turns.note('b', null);
  expect(turns.next()).toBe(30);
});
