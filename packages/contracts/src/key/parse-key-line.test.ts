import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCOPES, type Scope } from '../http/route-metadata.js';
import { KeyCreate } from './key.schema.js';
import { DEFAULT_KEY_SCOPES, parseKeyLine } from './parse-key-line.js';

const models = ['flux-2', 'flux-2-fast', 'wan', 'big-flux', 'read'];
const now = new Date('2026-01-31T00:00:00.000Z');
const parse = (line: string) => parseKeyLine(line, { models, now });

test.each([
  ['bot', { name: 'bot', scopes: [...DEFAULT_KEY_SCOPES] }],
  ['bot wan $5/mo', { models: ['wan'], budget_microusd: 5_000_000 }],
  ['"night bot" flux-2', { name: 'night bot', models: ['flux-2'] }],
  ['bot FLUX', { models: ['flux-2', 'flux-2-fast'] }],
  ['bot lux', { models: ['flux-2', 'flux-2-fast', 'big-flux'] }],
  ['bot wan flux wan', { models: ['wan', 'flux-2', 'flux-2-fast'] }],
  ['bot $0.5', { budget_microusd: 500_000 }],
  ['bot $0.000001/month', { budget_microusd: 1 }],
  ['bot 60/min x2 30d', { rate_per_minute: 60, concurrency_max: 2, expires_at: '2026-03-02T00:00:00.000Z' }],
  ['bot 60rpm 2x 12h', { rate_per_minute: 60, concurrency_max: 2, expires_at: '2026-01-31T12:00:00.000Z' }],
  ['bot full', { scopes: SCOPES.filter((scope) => scope !== 'admin') }],
  ['bot tasks:read admin', { scopes: ['tasks:read', 'admin'] }],
  // A model of that very name goes before a word.
  ['bot read', { models: ['read'], scopes: [...DEFAULT_KEY_SCOPES] }],
])('%s', (line, expected) => {
  expect(parse(line)).toEqual({ key: expect.objectContaining(expected), errors: [] });
});

test.each([
  ['', ''],
  ['bot nothing', 'nothing'],
  ['bot $5 $6', '$6'],
  ['bot 60/min 60rpm', '60rpm'],
  ['bot 0/min', 'rate_per_minute'],
  ['bot x0', 'concurrency_max'],
  ['bot $', '$'],
  ['bot 5$', '5$'],
  ['bot $5/year', '$5/year'],
  ['bot 60/s', '60/s'],
  ['bot -3d', '-3d'],
  ['""', 'name'],
])('%j is refused for %j', (line, word) => {
  const { key, errors } = parse(line);
  expect(key).toBeNull();
  expect(errors.map((error) => error.word)).toContain(word);
});

test('what is not understood is told with what is', () => {
  expect(parse('bot $5/year').errors[0]?.message).toMatch(/\$5\/mo, 60\/min, x2 .*30d .*read, full/);
});

const aKey = fc.record(
  {
    models: fc.uniqueArray(fc.constantFrom('wan', 'flux-2', 'big-flux'), { minLength: 1 }),
    scopes: fc.uniqueArray(fc.constantFrom<Scope>(...SCOPES), { minLength: 1 }),
    cents: fc.integer({ min: 0, max: 99_999_999 }),
    rate: fc.integer({ min: 1, max: 100_000 }),
    at_once: fc.integer({ min: 1, max: 10_000 }),
    days: fc.integer({ min: 1, max: 9999 }),
  },
  { requiredKeys: [] },
);

test('whatever can be said in words is read back, in any order', () => {
  fc.assert(
    fc.property(aKey, fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), fc.infiniteStream(fc.nat()), (key, name, order) => {
      const words = [
        ...(key.models ?? []),
        ...(key.scopes ?? []),
        ...(key.cents === undefined ? [] : [`$${(key.cents / 100).toFixed(2)}/mo`]),
        ...(key.rate === undefined ? [] : [`${key.rate}/min`]),
        ...(key.at_once === undefined ? [] : [`x${key.at_once}`]),
        ...(key.days === undefined ? [] : [`${key.days}d`]),
      ];
      const shuffled = words
        .map((word) => ({ word, at: order.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ word }) => word);
      const { key: read, errors } = parse([name, ...shuffled].join('  '));
      expect(errors).toEqual([]);
      expect(read?.name).toBe(name);
      expect([...(read?.models ?? [])].sort()).toEqual([...(key.models ?? [])].sort());
      expect([...(read?.scopes ?? [])].sort()).toEqual([...(key.scopes ?? DEFAULT_KEY_SCOPES)].sort());
      expect(read?.budget_microusd).toBe(key.cents === undefined ? undefined : key.cents * 10_000);
      expect(read?.rate_per_minute).toBe(key.rate);
      expect(read?.concurrency_max).toBe(key.at_once);
      const age = read?.expires_at && (Date.parse(read.expires_at) - now.getTime()) / 86_400_000;
      expect(age).toBe(key.days);
    }),
  );
});

test('any text gives a body that the route takes, or says what is wrong, and never throws', () => {
  const pieces = fc.oneof(fc.string(), fc.constantFrom('wan', '$5', '60/min', 'x2', '30d', 'full', '"', '__proto__'));
  fc.assert(
    fc.property(fc.array(pieces), (words) => {
      const { key, errors } = parse(words.join(' '));
      if (key === null) expect(errors.length).toBeGreaterThan(0);
      else expect(KeyCreate.safeParse(key).success).toBe(true);
    }),
  );
});
