import { PASSWORD_MAX, PASSWORD_MIN } from '@easel/contracts';
import { expect, test } from 'vitest';
import { faultsOf, nameFault, passwordFault } from './password-form';

test('a password is long enough, and says how much is missing', () => {
  expect(passwordFault('')).toContain(`${PASSWORD_MIN} characters`);
  expect(passwordFault('x'.repeat(PASSWORD_MIN - 3))).toContain('3 to go');
  expect(passwordFault('x'.repeat(PASSWORD_MIN))).toBeUndefined();
  expect(passwordFault('x'.repeat(PASSWORD_MAX))).toBeUndefined();
  expect(passwordFault('x'.repeat(PASSWORD_MAX + 1))).toBeDefined();
});

test('a name is more than blanks', () => {
  expect(nameFault('  ')).toBeDefined();
  expect(nameFault(' Ada ')).toBeUndefined();
  expect(nameFault('a'.repeat(81))).toBeDefined();
});

test('only what is wrong is told, in the order of the form', () => {
  expect(Object.keys(faultsOf({ name: 'a', email: undefined, password: 'b' }))).toEqual(['name', 'password']);
});
