import { expect, test } from 'vitest';
import { isId } from './is-id.js';

test('ids are told from words', () => {
  expect(isId('task_01jd0000000000000000000000')).toBe(true);
  expect(isId('hook_01jd0000000000000000000000')).toBe(true);
  expect(isId('task_01jd')).toBe(false);
  expect(isId('a red apple')).toBe(false);
  expect(isId('TASK_01JD0000000000000000000000')).toBe(false);
});
