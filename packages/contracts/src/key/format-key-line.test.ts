import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCOPES, type Scope } from '../http/route-metadata.js';
import { changesOfKey, formatKeyLine } from './format-key-line.js';
import type { KeyCreate } from './key.schema.js';
import { DEFAULT_KEY_SCOPES, parseKeyLine } from './parse-key-line.js';

const models = ['flux-2', 'flux-2-fast', 'wan', 'read', '60rpm'];
const read = (line: string): KeyCreate => {
  const { key, errors } = parseKeyLine(line, { models });
  if (key === null) throw new Error(`${line}: ${JSON.stringify(errors)}`);
  return key;
};
const scopes = [...DEFAULT_KEY_SCOPES];

test('a key is said as it is written', () => {
  expect(formatKeyLine({ name: 'bot', scopes })).toBe('bot');
  expect(
    formatKeyLine({
      name: 'night bot',
      scopes: SCOPES.filter((scope) => scope.endsWith(':read')),
      models: ['wan', 'flux-2'],
      budget_microusd: 500_000,
      rate_per_minute: 60,
      concurrency_max: 2,
      expires_at: '2027-03-02T11:00:00.000Z',
    }),
  ).toBe('"night bot" read wan flux-2 $0.5/mo 60/min x2 2027-03-02');
});

const aKey = fc.record(
  {
    name: fc.stringMatching(/^[a-z"$-][a-z0-9 "$]{0,20}[a-z]$/).map((name) => name.replace(/\s+/g, ' ')),
    scopes: fc.uniqueArray(fc.constantFrom<Scope>(...SCOPES), { minLength: 1 }),
    models: fc.uniqueArray(fc.constantFrom(...models), { minLength: 1 }),
    budget_microusd: fc.integer({ min: 0, max: 1_000_000_000_000 }),
    rate_per_minute: fc.integer({ min: 1, max: 100_000 }),
    concurrency_max: fc.integer({ min: 1, max: 10_000 }),
  },
  { requiredKeys: ['name', 'scopes'] },
);

test('what is written is read again as the same key', () => {
  fc.assert(
    fc.property(aKey, (key) => {
      const again = read(formatKeyLine(key));
      expect(changesOfKey({ ...key, name: key.name.replaceAll('"', '’') }, again)).toBeNull();
    }),
  );
});

test('only what changed is sent, and a limit that is left out is taken away', () => {
  const before = read('bot wan $5/mo x2 2027-03-02');
  expect(changesOfKey(before, read('bot wan $5/mo x2 2027-03-02'))).toBeNull();
  expect(changesOfKey(before, read('bot x2 wan $6 2027-03-03'))).toEqual({
    budget_microusd: 6_000_000,
    expires_at: '2027-03-03T23:59:59.999Z',
  });
  expect(changesOfKey(before, read('"day bot" read'))).toEqual({
    name: 'day bot',
    models: ['read'],
    budget_microusd: null,
    concurrency_max: null,
    expires_at: null,
  });
});

test('the highest limits are read again, and what is over them is refused', () => {
  const key = {
    name: 'bot',
    scopes,
    budget_microusd: 1_000_000_000_000,
    rate_per_minute: 100_000,
    concurrency_max: 10_000,
  };
  expect(read(formatKeyLine(key))).toEqual(key);
  for (const word of ['$1000000.01', '100001/min', 'x10001'])
    expect(parseKeyLine(`bot ${word}`, { models }).key).toBeNull();
});

test('a day that is none is refused', () => {
  expect(parseKeyLine('bot 2027-02-30', { models }).key).toBeNull();
  expect(parseKeyLine('bot 2027-13-01', { models }).key).toBeNull();
});
