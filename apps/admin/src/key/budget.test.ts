import { expect, test } from 'vitest';
import { fullest, leftOf, money, nextMonth, shareOf } from './budget.js';

const of = (budget_microusd: number | null, spent_microusd = 0, reserved_microusd = 0) => ({
  budget_microusd,
  spent_microusd,
  reserved_microusd,
});

test('what is set aside counts as gone', () => {
  expect(shareOf(of(10, 3, 2))).toBe(0.5);
  expect(leftOf(of(10, 3, 2))).toBe(5);
  expect(leftOf(of(10, 9, 4))).toBe(0);
});

test('a budget of nothing is full, and none is no share', () => {
  expect(shareOf(of(0))).toBe(1);
  expect(shareOf(of(null, 5))).toBeNull();
});

test('the fullest come first, and only those with a budget', () => {
  expect(fullest([of(10, 1), of(null, 99), of(10, 9), of(0)], 2)).toEqual([of(0), of(10, 9)]);
});

test('budgets begin anew with the month, over the end of a year too', () => {
  expect(nextMonth(new Date('2026-12-31T23:59:59Z')).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  expect(nextMonth(new Date('2026-11-01T00:00:00Z')).toISOString()).toBe('2026-12-01T00:00:00.000Z');
});

test('money', () => {
  expect([0, 50, 3100, 420_000, 5_000_000, 1_234_000_000].map(money)).toEqual([
    '$0',
    '< $0.0001',
    '$0.0031',
    '$0.42',
    '$5.00',
    '$1,234',
  ]);
});
