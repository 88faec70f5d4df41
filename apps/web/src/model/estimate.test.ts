import type { Model } from '@easel/sdk';
import { expect, test } from 'vitest';
import { estimateLine } from './estimate';
import { aModel } from './model.fixture';

const measured = { samples: 12, run_ms_p50: 1100, run_ms_p95: 1400, start_ms_p50: 0, cost_microusd_p50: 0 };

test('an estimate is a range, or it is not shown', () => {
  const model: Model = { ...aModel(), measured };
  expect(estimateLine(model, 1, 0)).toBe('≈ 1.1–1.4 s · free · starts at once');
  expect(estimateLine(model, 1, 2)).toBe('≈ 1.1–1.4 s · free · 2 ahead of it');
  expect(estimateLine(model, 4, 0)).toBe('≈ 4.4–5.6 s · free · starts at once');
  expect(estimateLine({ ...model, measured: { ...measured, samples: 0, run_ms_p50: null } }, 1, 0)).toBeNull();
});
