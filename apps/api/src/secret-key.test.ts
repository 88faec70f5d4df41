import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartError } from './config.js';
import { loadSecretKey } from './secret-key.js';

let data_dir: string;
beforeEach(async () => {
  data_dir = await mkdtemp(join(tmpdir(), 'easel-key-'));
});
afterEach(() => rm(data_dir, { recursive: true, force: true }));

test('from the environment: the same text gives the same key', () => {
  const key = (secret_key: string) => loadSecretKey({ secret_key, data_dir });
  expect(key('a long enough text').equals(key('a long enough text'))).toBe(true);
  expect(key('a long enough text').equals(key('another long text'))).toBe(false);
  expect(key('a long enough text')).toHaveLength(32);
  expect(() => key('too short')).toThrow(StartError);
});

test('without it: made once, readable by its owner only, the same after a restart', async () => {
  const first = loadSecretKey({ secret_key: null, data_dir });
  expect(first).toHaveLength(32);
  expect(loadSecretKey({ secret_key: null, data_dir }).equals(first)).toBe(true);
  expect((await stat(join(data_dir, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect(await readdir(data_dir)).toEqual(['secret.key']);
});

test('a file that holds no key is not overwritten', async () => {
  await writeFile(join(data_dir, 'secret.key'), 'half a ke');
  expect(() => loadSecretKey({ secret_key: null, data_dir })).toThrow(StartError);
});
