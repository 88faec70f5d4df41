import { expect, test } from 'vitest';
import { describeKey } from './describe-key.js';
import { DEFAULT_KEY_SCOPES, parseKeyLine } from './parse-key-line.js';

const models = ['ink-dev', 'ink-fill', 'clay'];
const now = new Date('2026-11-23T12:00:00Z');
const said = (line: string) => {
  const { key } = parseKeyLine(line, { models, now });
  return key === null ? null : describeKey(key);
};

test('a line says back what was understood', () => {
  expect(said('bot clay $5/mo')).toEqual(['makes and reads', 'clay', '$5 a month']);
  expect(said('bot ink $0.5 60/min x2 30d read')).toEqual([
    'reads only',
    'ink-dev',
    'ink-fill',
    '$0.50 a month',
    '60 requests a minute',
    '2 tasks at once',
    'until 23 Dec 2026',
  ]);
  expect(said('bot full 1/min x1')).toEqual(['all but administration', '1 request a minute', '1 task at once']);
  expect(said('bot tasks:read admin')).toEqual(['tasks:read, admin']);
});

test('no limit says nothing, and a budget of nothing does', () => {
  const scopes = [...DEFAULT_KEY_SCOPES];
  const none = { models: null, budget_microusd: null, rate_per_minute: null, concurrency_max: null, expires_at: null };
  expect(describeKey({ scopes, ...none })).toEqual(['makes and reads']);
  expect(describeKey({ scopes, budget_microusd: 0 })).toEqual(['makes and reads', '$0 a month']);
  expect(describeKey({ scopes, budget_microusd: 3100 })).toEqual(['makes and reads', '$0.0031 a month']);
});
