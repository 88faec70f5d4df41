import { expect, test } from 'vitest';
import { readToken, takeToken } from './link-token';

test('the token stands after the sign', () => {
  expect(readToken('#token=abc_1.2')).toBe('abc_1.2');
  expect(readToken('#token=')).toBeNull();
  expect(readToken('#other=1')).toBeNull();
  expect(readToken('')).toBeNull();
});

test('the token leaves the address at once, and is known to the page it came to', () => {
  history.replaceState(null, '', '/join?x=1#token=secret');
  expect(takeToken()).toBe('secret');
  expect(location.href).toMatch(/\/join\?x=1$/);
  expect(takeToken()).toBe('secret');
  history.replaceState(null, '', '/reset');
  expect(takeToken()).toBeNull();
});
