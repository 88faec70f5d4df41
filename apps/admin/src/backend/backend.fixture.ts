import type { Backend } from '@easel/contracts';

const AT = '2026-01-01T00:00:00.000Z';
const model = (name: string, state: 'deployed' | 'stale' | 'unknown') => ({
  model: name,
  state,
  deploy_hash: null,
  expected_hash: '0123456789abcdef',
  revision: null,
});

/** A ready workspace for tests. */
export const makeBackend = (part: Partial<Backend> = {}): Backend => ({
  id: 'backend_00000000000000000000000001',
  kind: 'modal',
  label: 'Workspace 1',
  state: 'ready',
  enabled: true,
  draining: false,
  weight: 1,
  models: null,
  environment: null,
  token_hint: 'ak-…1',
  credentials_changed_at: AT,
  app_name: null,
  previous_app_name: null,
  in_flight: 0,
  unknown: 0,
  breakers: [],
  last_check: {
    at: AT,
    ok: true,
    latency_ms: 120,
    credentials: 'valid',
    worker_version: '1.0.0',
    models: [model('a', 'deployed'), model('b', 'stale'), model('c', 'unknown')],
    problems: [],
  },
  created_at: AT,
  updated_at: AT,
  ...part,
});
