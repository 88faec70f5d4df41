import { expect, test } from 'vitest';
import { initialsOf } from './Avatar.js';

test('initials are the first letters of the first and the last word', () => {
  expect(initialsOf('Ada King Lovelace')).toBe('AL');
  expect(initialsOf('bob')).toBe('B');
  expect(initialsOf('  émile   zola ')).toBe('ÉZ');
  expect(initialsOf('𝒜 b')).toBe('𝒜B');
  expect(initialsOf('   ')).toBe('');
});
