import { expect, it } from 'vitest';
import { callersPaths } from './callers-paths.mjs';

it('takes paths from where the caller stands, and leaves options alone', () => {
  expect(callersPaths(['backups', '--with-key', '../x', '/var/y'], '/home/me')).toEqual([
    '/home/me/backups',
    '--with-key',
    '/home/x',
    '/var/y',
  ]);
});
