import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PlantedRepository, plantedRepository } from './planted-repository.ts';
import { checkSecretComparisons } from './secret-comparisons.ts';

let repository: PlantedRepository;
const FILE = 'apps/api/src/key/keys.ts';

beforeEach(() => {
  repository = plantedRepository({ 'apps/api/src/key/key.test.ts': 'expect(row.digest === digest);' });
});
afterEach(() => repository.clear());

it.each([
  'if (row.digest === digest) return;',
  'const known = digest === row.digest;',
  'if (digest !== row?.previous_digest) throw wrong;',
  'return given == stored.secret;',
  'if (signature !== expected) return null;',
  'if (expected !== parts.signature) return null;',
  'const same = hmac===mac;',
])('sees %s', (text) => {
  repository.plant(FILE, text);
  expect(checkSecretComparisons(repository.root)).toEqual([expect.stringContaining(`${FILE}:1 compares a secret`)]);
});

it.each([
  'if (row.digest === null) return;',
  "if (secret === '' || secret !== undefined) return;",
  'if (timingSafeEqual(digest, row.digest)) return;',
  'if (row.digest.length === 64) return;',
  "if (typeof secret === 'string') return;",
  "query.where('digest', '=', digest);",
  'if (secret_key.fingerprint === fingerprint) return;',
  'if (null === digest) return;',
])('lets %s be', (text) => {
  repository.plant(FILE, text);
  const found = checkSecretComparisons(repository.root);
  expect(found).toEqual([]);
});
