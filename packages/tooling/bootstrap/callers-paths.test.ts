import { expect, it } from 'vitest';
import { callersPaths } from './callers-paths.mjs';

it('takes paths from where the caller stands, and leaves options alone', () => {
  expect(callersPaths(['backups', '--with-key', '../x', '/var/y'], '/srv/me')).toEqual([
    '/srv/me/backups',
    '--with-key',
    '/srv/x',
    '/var/y',
  ]);
});
