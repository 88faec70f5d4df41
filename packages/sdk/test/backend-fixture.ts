import type { Backend, Deploy, DeployLog, Deployment } from '@easel/contracts';

const AT = '2026-01-01T00:00:00.000Z';

/** A workspace as operators see it. */
export const aBackend = (fields: Partial<Backend> = {}): Backend => ({
  id: 'backend_1',
  kind: 'modal',
  label: 'Studio',
  state: 'ready',
  enabled: true,
  draining: false,
  weight: 1,
  models: null,
  environment: null,
  token_hint: 'ak-…9x2f',
  credentials_changed_at: AT,
  app_name: null,
  previous_app_name: null,
  in_flight: 0,
  unknown: 0,
  breakers: [],
  last_check: null,
  created_at: AT,
  updated_at: AT,
  ...fields,
});

export const aDeploy = (fields: Partial<Deploy> = {}): Deploy => ({
  id: 'deploy_1',
  backend_id: 'backend_1',
  state: 'running',
  app_name: 'easel-12345678',
  models: ['sketch'],
  started_at: AT,
  finished_at: null,
  error: null,
  ...fields,
});

/** Part of a log; `deploy` is where the deployment is then. */
export const logPart = (offset: number, text: string, deploy: Partial<Deploy> = {}): DeployLog => {
  const done = deploy.state === 'succeeded' || deploy.state === 'failed';
  return { deploy: aDeploy(deploy), offset, text, next_offset: offset + text.length, done };
};

export const aDeployment = (fields: Partial<Deployment> = {}): Deployment => ({
  backend_id: 'backend_1',
  backend_label: 'Studio',
  model: 'sketch',
  model_name: 'Sketch',
  state: 'deployed',
  app_name: 'easel-12345678',
  deploy_hash: '0123456789abcdef',
  expected_hash: '0123456789abcdef',
  revision: null,
  worker_version: '1',
  checked_at: AT,
  ...fields,
});
