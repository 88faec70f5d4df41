import type { Model } from '@easel/sdk';
import { expect, test } from 'vitest';
import { availabilityOf, priceOf, whyNot } from './availability';
import { aModel, aVideoModel } from './model.fixture';

const measured = { samples: 4, run_ms_p50: 900, run_ms_p95: 990, start_ms_p50: 64_000, cost_microusd_p50: 4100 };

test('availability is said in words, with what to do when there is something to do', () => {
  const words = (change: Partial<Model>) => availabilityOf({ ...aVideoModel(), ...change }).words;
  expect(words({})).toBe('Ready');
  expect(words({ availability: 'starting' })).toBe('Starts a machine first');
  expect(words({ availability: 'starting', measured })).toBe('Starts in about a minute');
  expect(words({ enabled: false })).toBe('Switched off');
  const lost = availabilityOf({ ...aVideoModel(), availability: 'unavailable' });
  expect(lost.words).toBe('Needs a backend');
  expect(lost.remedy).toEqual({ label: 'Connect Modal', href: '/admin/backends' });
});

test('a model that nothing runs says why and what to do, and one that only waits does not', () => {
  expect(whyNot({ ...aVideoModel(), availability: 'unavailable' })).toContain('Connect a Modal workspace');
  expect(whyNot({ ...aModel(), availability: 'unavailable' })).not.toContain('Modal');
  expect(whyNot({ ...aVideoModel(), availability: 'waiting' })).toBeNull();
});

test('a price is said when it was measured', () => {
  expect(priceOf(aModel())).toBeNull();
  expect(priceOf({ ...aModel(), measured })).toBe('typically $0.0041 each');
  expect(priceOf({ ...aModel(), measured: { ...measured, cost_microusd_p50: 0 } })).toBe('free');
});
