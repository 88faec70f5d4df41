import { FaultClass } from '@easel/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterFault, allows, type BreakerState, cures, MAX_PAUSE_MS, pauseMs, scopeOf } from './breaker.js';

const classes = FaultClass.options;
const MODEL = 'm';
const fault = (kind: FaultClass, retry_after_ms?: number) => ({
  fault: kind,
  model: MODEL,
  message: 'it broke',
  retry_after_ms,
});
const anyClass = fc.constantFrom(...classes);
const jitter = fc.double({ min: 0, max: 1, noNaN: true });

/** What happens one after another: faults and pauses. */
const story = fc.array(fc.record({ wait_ms: fc.nat(20 * 60_000), jitter }), { minLength: 1, maxLength: 60 });

test('one fault never opens a breaker', () => {
  for (const kind of classes) {
    const state = afterFault(undefined, fault(kind), 0, 0.5);
    expect([kind, state.retry_at, state.failures]).toEqual([kind, null, 1]);
    expect(allows(state, 0)).toBe(true);
  }
});

test.each(classes)('%s opens after two or three in a row', (kind) => {
  let state: BreakerState | undefined;
  let count = 0;
  while (!state?.retry_at && count < 10) {
    state = afterFault(state, fault(kind), count, 0.5);
    count += 1;
  }
  expect(count).toBe(kind === 'credentials' || kind === 'missing_function' ? 2 : 3);
  expect(state?.model).toBe(scopeOf(kind, MODEL));
});

test('faults far apart do not add up, except where only a success says that it is over', () => {
  const hour = 3_600_000;
  let lost: BreakerState | undefined;
  let credentials: BreakerState | undefined;
  for (let i = 0; i < 5; i += 1) {
    lost = afterFault(lost, fault('lost'), i * hour, 0.5);
    credentials = afterFault(credentials, fault('credentials'), i * hour, 0.5);
  }
  expect(lost?.retry_at).toBeNull();
  expect(credentials?.retry_at).not.toBeNull();
});

test('pauses double from five seconds up to five minutes, whatever the jitter', () => {
  expect([1, 2, 3].map((n) => pauseMs(n, 0.5))).toEqual([5_000, 10_000, 20_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), jitter, (opening, j) => {
      const pause = pauseMs(opening, j);
      expect(pause).toBeGreaterThanOrEqual(4_500);
      expect(pause).toBeLessThanOrEqual(MAX_PAUSE_MS);
      expect(pauseMs(opening + 1, j)).toBeGreaterThanOrEqual(pause);
    }),
  );
});

test('an open breaker lets nothing through before its time, never waits for ever, and opens for longer each time', () => {
  fc.assert(
    fc.property(anyClass, story, (kind, steps) => {
      let state: BreakerState | undefined;
      let at = 0;
      for (const step of steps) {
        at += step.wait_ms;
        const before = state;
        state = afterFault(before, fault(kind), at, step.jitter);
        if (state.retry_at === null) {
          expect(allows(state, at)).toBe(true);
          continue;
        }
        expect(state.retry_at - at).toBeLessThanOrEqual(MAX_PAUSE_MS);
        expect(allows(state, state.retry_at)).toBe(true);
        const pausing = before?.retry_at != null && at < before.retry_at;
        if (pausing) expect([state.retry_at, state.openings]).toEqual([before.retry_at, before.openings]);
        else expect(state.openings).toBe((before?.openings ?? 0) + 1);
        if (state.retry_at > at) expect(allows(state, at)).toBe(false);
      }
    }),
  );
});

test('half open, one attempt at a time is let through', () => {
  const open = { ...afterFault(undefined, fault('lost', 1_000), 0, 0.5) };
  const at = open.retry_at ?? 0;
  expect(allows(open, at)).toBe(true);
  expect(allows({ ...open, trying: true }, at)).toBe(false);
  expect(afterFault({ ...open, trying: true }, fault('lost'), at, 0.5).trying).toBe(false);
});

test('a wait that the backend itself asks for is honoured, from the first fault on', () => {
  fc.assert(
    fc.property(story, fc.integer({ min: 1, max: 3_600_000 }), (steps, wait) => {
      let state: BreakerState | undefined;
      let at = 0;
      for (const step of steps) {
        at += step.wait_ms;
        state = afterFault(state, fault('throttled', wait), at, step.jitter);
        expect(state.retry_at).toBeGreaterThanOrEqual(at + wait);
      }
    }),
  );
});

test('what an attempt shows cures only what it disproves', () => {
  const cured = (step: Parameters<typeof cures>[0]) => classes.filter((kind) => cures(step, kind));
  expect(cured('accepted')).toEqual(['credentials', 'unreachable', 'throttled', 'missing_function']);
  expect(cured('running')).toEqual([...cured('accepted'), 'stale_function', 'start_failure']);
  expect(cured('done')).toEqual(classes);
});
