import type { AuditEntry } from '@easel/contracts';
import { expect, test } from 'vitest';
import { warmOf } from './warm-containers.js';

const document = {
  hardware: { a10: { microusd_per_s: 306 } },
  models: {
    m: { runtimes: { modal: { gpu: 'a10', min_containers: 1, max_containers: 4 } } },
    here: { runtimes: { embedded: {} } },
  },
};
const entry = (seq: number, action: AuditEntry['action'], after: unknown = null): AuditEntry => ({
  seq,
  at: '2026-01-01T00:00:00.000Z',
  actor: { kind: 'local', id: null, name: 'local' },
  action,
  target: { kind: 'backend', id: 'backend_1', name: null },
  outcome: 'ok',
  code: null,
  request_id: null,
  before: null,
  after,
  previous_hash: '',
  hash: '',
});
const scaled = (seq: number, min_containers: number) => entry(seq, 'backend.autoscale', { model: 'm', min_containers });

test('the settings say how many are kept, and the hardware what one costs an hour', () => {
  expect(warmOf('m', 'backend_1', { document, scalings: [], deploys: [] })).toEqual({
    min: 1,
    max: 4,
    hour_microusd: 306 * 3600,
    set_by_hand: false,
  });
});

test('what was set last counts, until the next deployment', () => {
  const scalings = [scaled(9, 3), scaled(7, 2)];
  expect(warmOf('m', 'backend_1', { document, scalings, deploys: [] })).toMatchObject({ min: 3, set_by_hand: true });
  expect(warmOf('m', 'backend_2', { document, scalings, deploys: [] })).toMatchObject({ min: 1 });
  const deploys = [entry(10, 'backend.deploy')];
  expect(warmOf('m', 'backend_1', { document, scalings, deploys })).toMatchObject({ min: 1, set_by_hand: false });
});

test('what runs on this machine alone has no containers', () => {
  expect(warmOf('here', 'backend_1', { document, scalings: [], deploys: [] })).toBeNull();
  expect(warmOf('m', 'backend_1', { document: {}, scalings: [], deploys: [] })).toBeNull();
});
