import type { FaultClass } from '@easel/contracts';
import { beforeEach, expect, test } from 'vitest';
import { PAINT as MODEL, rentedSettings, SKETCH } from '../../test/harness.js';
import { RentedFake } from '../../test/rented-fake.js';
import { type Backends, createBackends } from './backends.js';

let at: number;
let backends: Backends;
let heard: string[];

const fault = (kind: FaultClass, message = 'It broke.') => ({ fault: kind, model: MODEL, message });
const report = (kind: FaultClass, times: number) => {
  for (let i = 0; i < times; i += 1) backends.reportFault('a', fault(kind));
};

beforeEach(() => {
  at = 1_000_000;
  heard = [];
  backends = createBackends({ models: [MODEL, SKETCH], now: () => at, random: () => 0.5 });
  backends.on(({ kind, backend_id, message }) => heard.push(`${kind} ${backend_id}: ${message}`));
  const backend = new RentedFake('a');
  const settings = rentedSettings();
  settings.models[MODEL].runtimes.modal.max_containers = 10;
  backend.configure(settings);
  backends.add(backend);
});

test('half open: one attempt is let through; its failure waits twice as long, its success lets all through', () => {
  report('model_error', 3);
  expect(backends.take(MODEL)).toBeUndefined();
  at += 5_000;
  const first = backends.take(MODEL);
  expect(first).toBeDefined();
  expect(backends.hasRoom(MODEL)).toBe(false);
  report('model_error', 1);
  first?.release();
  at += 5_001;
  expect(backends.hasRoom(MODEL)).toBe(false);
  at += 5_000;
  const second = backends.take(MODEL);
  expect(second).toBeDefined();
  backends.reportSuccess('a', MODEL);
  second?.release();
  expect([backends.take(MODEL), backends.take(MODEL)].every(Boolean)).toBe(true);
  expect(backends.breakers('a')).toEqual([]);
  expect(heard.map((line) => line.split(' ')[0])).toEqual(['breaker_opened', 'breaker_closed']);
});

test('an attempt that ends without telling either way leaves its turn to the next', () => {
  report('lost', 3);
  at += 5_000;
  const first = backends.take(MODEL);
  expect(backends.take(MODEL)).toBeUndefined();
  first?.release();
  const second = backends.take(MODEL);
  expect(second).toBeDefined();
  first?.release();
  expect(backends.take(MODEL)).toBeUndefined();
});

test('being accepted says that the backend answers, not that the model works', () => {
  report('unreachable', 3);
  report('out_of_memory', 3);
  expect(backends.breakers('a').map((breaker) => breaker.fault)).toEqual(['unreachable', 'out_of_memory']);
  backends.reportSuccess('a', MODEL, 'accepted');
  expect(backends.breakers('a').map((breaker) => breaker.fault)).toEqual(['out_of_memory']);
  backends.reportSuccess('a', SKETCH);
  expect(backends.breakers('a').map((breaker) => breaker.fault)).toEqual(['out_of_memory']);
});

test('many attempts out of sight at once are one trouble, told when it lasts, and over with the first answer', () => {
  for (let i = 0; i < 50; i += 1) backends.reportOutOfSight('a', fault('unreachable', 'No answer.'));
  expect(backends.breakers('a')).toMatchObject([{ failures: 1, open: false }]);
  expect(heard).toEqual([]);
  backends.reportInSight('a');
  expect([backends.breakers('a'), heard]).toEqual([[], []]);
  for (let second = 0; second <= 31; second += 1) {
    backends.reportOutOfSight('a', fault('unreachable', 'No answer.'));
    at += 1_000;
  }
  expect(backends.state('a')).toBe('unreachable');
  expect(heard).toEqual(['breaker_opened a: 3 faults, the last: No answer.', 'out_of_sight a: No answer.']);
  backends.reportInSight('a');
  expect(heard.slice(2)).toEqual([
    'in_sight a: It answers again.',
    'breaker_closed a: Work goes there again: unreachable is over.',
  ]);
  expect(backends.state('a')).toBe('ready');
});

test('an operator closes breakers, and what is only watched takes no room', () => {
  report('credentials', 2);
  expect(backends.state('a')).toBe('credentials_invalid');
  backends.closeBreakers('a');
  expect(backends.state('a')).toBe('ready');
  const capacity = backends.get('a')?.capacity(MODEL) ?? 0;
  const watched = Array.from({ length: capacity }, () => backends.hold('a', null));
  expect([backends.hasRoom(MODEL), backends.inFlight('a'), backends.inFlight('a', MODEL)]).toEqual([true, capacity, 0]);
  for (const release of watched) release();
  for (let i = 0; i < capacity; i += 1) backends.hold('a', MODEL);
  expect(backends.hasRoom(MODEL)).toBe(false);
});

test('another takes the place of a backend, and what is known stays', async () => {
  report('credentials', 2);
  const release = backends.hold('a', MODEL);
  const other = new RentedFake('a', 'With new credentials');
  await backends.replace(other);
  expect(backends.get('a')).toBe(other);
  expect([backends.inFlight('a'), backends.breakers('a').length]).toEqual([1, 1]);
  release();
  expect(backends.inFlight('a')).toBe(0);
});
