import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '@easel/contracts';
import { expect, test } from 'vitest';
import { ROOT_DIR } from '../../root-dir.js';
import { deployHashes, expectedDeployment } from './deployment.js';

const fixture = () => JSON.parse(readFileSync(join(ROOT_DIR, 'specs/fixtures/settings/every-parameter.json'), 'utf8'));
const [FILM = ''] = Object.keys(deployHashes(parseSettings(fixture()), 'v'));
const hashOf = (change: (settings: ReturnType<typeof fixture>) => void = () => {}, version = '1.0.0+aa') => {
  const settings = fixture();
  change(settings);
  return deployHashes(parseSettings(settings), version)[FILM];
};
const ctx = (settings = fixture()) => ({ settings: parseSettings(settings), config: { root_dir: ROOT_DIR } });
const ALL = { environment: null, models: null };

test('a hash changes with all that is deployed, and with nothing else', () => {
  const before = hashOf();
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  expect(hashOf((s) => (s.models[FILM].name = 'Another'))).toBe(before);
  expect(hashOf((s) => (s.models[FILM].runtimes.modal.timeout_s += 1))).not.toBe(before);
  expect(hashOf((s) => (s.hardware.l4.modal_gpu = 'L40S'))).not.toBe(before);
  expect(hashOf(undefined, '1.0.0+ab')).not.toBe(before);
});

test('models without a runtime for Modal are not deployed', () => {
  const settings = parseSettings(fixture());
  const rented = Object.entries(settings.models).flatMap(([id, { runtimes }]) => (runtimes.modal ? id : []));
  expect(Object.keys(deployHashes(settings, 'v'))).toEqual(rented);
});

test('the app is named after all it holds, and holds what the backend allows', async () => {
  const whole = await expectedDeployment(ctx(), ALL);
  expect(await expectedDeployment(ctx(), ALL)).toEqual(whole);
  const changed = fixture();
  changed.models[FILM].runtimes.modal.max_containers += 1;
  expect((await expectedDeployment(ctx(changed), ALL)).app_name).not.toBe(whole.app_name);
  const none = await expectedDeployment(ctx(), { environment: 'dev', models: ['another'] });
  expect([none.environment, none.models]).toEqual(['dev', {}]);
});
