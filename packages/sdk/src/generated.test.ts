import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { contract } from '@easel/contracts';
import { expect, test } from 'vitest';
import { ROUTES } from './generated/routes.js';

test('generated files are what the contract and the settings make of them', async () => {
  const script = fileURLToPath(new URL('../generate.mjs', import.meta.url));
  await promisify(execFile)(process.execPath, [script, '--check']);
});

test('every route of the contract is in the table, with its method and path', () => {
  const paths = (table: Record<string, Record<string, { method: string; path: string }>>) =>
    Object.entries(table).flatMap(([room, routes]) =>
      Object.entries(routes).map(([name, { method, path }]) => `${room}.${name} ${method} ${path}`),
    );
  expect(paths(ROUTES)).toEqual(paths(contract));
});
