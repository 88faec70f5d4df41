import { PASSWORD_MIN } from '@easel/contracts';
import { expect, test } from 'vitest';
import { isEmail, setupFaults } from './setup-form.js';

const good = { name: 'Ada', email: 'ada@example.org', password: 'x'.repeat(PASSWORD_MIN) };

test('a whole form has no fault', () => expect(setupFaults(good)).toEqual({}));

test('each field tells what it lacks, in the order of the form', () => {
  expect(Object.keys(setupFaults({ name: ' ', email: 'ada@', password: 'short' }))).toEqual([
    'name',
    'email',
    'password',
  ]);
});

test('an address has a name, a sign and a place with a point', () => {
  expect(['a@b.c', ' a@b.c '].every(isEmail)).toBe(true);
  expect(['a@b', 'a b@c.d', '@b.c', 'a@b.c, d@e.f'].some(isEmail)).toBe(false);
});
