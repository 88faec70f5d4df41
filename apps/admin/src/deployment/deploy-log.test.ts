import type { DeployLog } from '@easel/contracts';
import { expect, test } from 'vitest';
import { countLines, joinLog, NO_LOG } from './deploy-log.js';

const deploy: DeployLog['deploy'] = {
  id: 'deploy_00000000000000000000000001',
  backend_id: 'backend_1',
  state: 'running',
  app_name: 'easel-12345678',
  models: [],
  started_at: '2026-01-01T00:00:00.000Z',
  finished_at: null,
  error: null,
};
const part = (offset: number, text: string, done = false): DeployLog => ({
  deploy,
  offset,
  text,
  next_offset: offset + text.length,
  done,
});

test('parts are joined by offset, and one that comes twice is not doubled', () => {
  const one = joinLog(NO_LOG, part(0, 'Building\n'));
  const two = joinLog(one, part(9, 'Pushing\n'));
  expect(two).toMatchObject({ text: 'Building\nPushing\n', next_offset: 17, done: false });
  expect(joinLog(two, part(9, 'Pushing\n')).text).toBe('Building\nPushing\n');
  expect(joinLog(two, part(17, '', true))).toMatchObject({ text: 'Building\nPushing\n', done: true });
});

test('a log that is read again from its beginning replaces what was there', () => {
  expect(joinLog(joinLog(NO_LOG, part(0, 'Build')), part(0, 'Building\n')).text).toBe('Building\n');
});

test('lines are counted without the empty one at the end', () => {
  expect([countLines(''), countLines('a'), countLines('a\nb\n')]).toEqual([0, 1, 2]);
});
