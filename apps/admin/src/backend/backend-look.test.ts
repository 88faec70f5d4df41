import type { Backend } from '@easel/contracts';
import { expect, test } from 'vitest';
import { makeBackend } from './backend.fixture.js';
import { coolingBy, countModels, faultsFirst, needsSomebody, reasonOf, verbsOf } from './backend-look.js';

const breaker = (part: Partial<Backend['breakers'][number]>): Backend['breakers'][number] => ({
  fault: 'out_of_memory',
  model: null,
  failures: 3,
  open: true,
  retry_at: '2026-01-01T00:00:41.000Z',
  last_message: 'CUDA out of memory.',
  ...part,
});

test('a cooling backend says what it cools from, the whole before a model, the longest first', () => {
  const backend = makeBackend({
    state: 'cooling',
    breakers: [
      breaker({ model: 'big', retry_at: '2026-01-01T01:00:00.000Z' }),
      breaker({ fault: 'throttled', failures: 1, retry_at: '2026-01-01T00:00:05.000Z', last_message: 'Slow down.' }),
      breaker({}),
    ],
  });
  expect(coolingBy(backend)?.fault).toBe('out_of_memory');
  expect(reasonOf(backend)).toBe('Out of memory × 3: CUDA out of memory.');
  expect(coolingBy({ breakers: [breaker({ open: false })] })).toBeNull();
});

test('a refused backend tells what its check found', () => {
  const check = { ...makeBackend().last_check, ok: false, problems: ['The token was revoked. Give another.'] };
  // The fixture's check is not null.
  const backend = makeBackend({ state: 'credentials_invalid', last_check: check as Backend['last_check'] });
  expect(reasonOf(backend)).toBe('The token was revoked. Give another.');
  expect(needsSomebody(backend)).toBe(true);
  expect(reasonOf(makeBackend({ last_check: backend.last_check }))).toBe('The token was revoked. Give another.');
  expect(reasonOf(makeBackend())).toBe('Takes work.');
  expect(needsSomebody(makeBackend({ state: 'disabled' }))).toBe(false);
});

test('what needs somebody comes first, the rest stays in its order', () => {
  const backends = (['ready', 'disabled', 'cooling', 'ready', 'unreachable'] as const).map((state, index) =>
    makeBackend({ state, label: String(index) }),
  );
  expect(faultsFirst(backends).map(({ label }) => label)).toEqual(['2', '4', '0', '1', '3']);
});

test('only verbs that would change something are offered', () => {
  expect(verbsOf(makeBackend())).toEqual({ check: true, drain: true, enable: false, disable: true, deploy: true });
  expect(verbsOf(makeBackend({ state: 'draining' }))).toMatchObject({ drain: false, enable: true, disable: true });
  expect(verbsOf(makeBackend({ state: 'disabled' }))).toMatchObject({ drain: false, enable: true, disable: false });
  expect(verbsOf(makeBackend({ state: 'cooling', breakers: [breaker({})] })).enable).toBe(true);
  expect(verbsOf(makeBackend({ kind: 'embedded' }))).toMatchObject({ check: false, deploy: false });
});

test('models are counted by what the last check found', () => {
  expect(countModels(makeBackend())).toEqual({ deployed: 1, stale: 1, missing: 0, failed: 0 });
  expect(countModels({ last_check: null })).toEqual({ deployed: 0, stale: 0, missing: 0, failed: 0 });
});
