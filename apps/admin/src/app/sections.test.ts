import { expect, test } from 'vitest';
import { isAt, SECTIONS, sectionAt } from './sections.js';

test('an address belongs to the room of its page, and of the things listed there', () => {
  expect(sectionAt('/')?.name).toBe('Overview');
  expect(sectionAt('/usage')?.name).toBe('Overview');
  expect(sectionAt('/tasks/task_1')?.name).toBe('Tasks');
  expect(sectionAt('/calls')?.name).toBe('Backends');
  expect(sectionAt('/tasksome')).toBeUndefined();
});

test('the start page is at its own address only', () => {
  expect(isAt({ to: '/' }, '/')).toBe(true);
  expect(isAt({ to: '/' }, '/tasks')).toBe(false);
});

test('no page stands in two rooms', () => {
  const all = SECTIONS.flatMap((section) => section.pages.map((page) => page.to));
  expect(new Set(all).size).toBe(all.length);
});
