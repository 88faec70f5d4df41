import type { Deployment } from '@easel/contracts';
import { expect, test } from 'vitest';
import { matrixOf, shortHash } from './deployment-matrix.js';

const cell = (backend: string, model: string, state: Deployment['state']): Deployment => ({
  backend_id: `backend_${backend}`,
  backend_label: backend,
  model,
  model_name: model.toUpperCase(),
  state,
  app_name: null,
  deploy_hash: null,
  expected_hash: '0123456789abcdef',
  revision: null,
  worker_version: null,
  checked_at: null,
});

const CELLS = [
  cell('a', 'x', 'deployed'),
  cell('a', 'y', 'stale'),
  cell('b', 'x', 'deployed'),
  cell('b', 'y', 'missing'),
  cell('b', 'z', 'failed'),
];

test('what is worst comes first, by model and by backend', () => {
  const { columns, rows } = matrixOf(CELLS);
  expect(columns).toEqual([
    { backend_id: 'backend_b', label: 'b', amiss: 2 },
    { backend_id: 'backend_a', label: 'a', amiss: 1 },
  ]);
  expect(rows.map((row) => row.model)).toEqual(['z', 'y', 'x']);
  expect(rows.map((row) => row.cells.map((c) => c?.state ?? null))).toEqual([
    ['failed', null],
    ['missing', 'stale'],
    ['deployed', 'deployed'],
  ]);
});

test('the filter leaves what is not as the settings say', () => {
  expect(matrixOf(CELLS, true).rows.map((row) => row.model)).toEqual(['z', 'y']);
  expect(matrixOf([cell('a', 'x', 'deployed')], true).rows).toEqual([]);
  expect(matrixOf([])).toEqual({ columns: [], rows: [] });
});

test('a hash is told by its beginning', () => {
  expect([shortHash('0123456789abcdef'), shortHash(null)]).toEqual(['0123456', '–']);
});
