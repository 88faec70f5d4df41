import { expect, test } from 'vitest';
import { previewKeyLine } from './preview-key-line.js';

const models = ['ink-dev', 'clay'];

test('a whole line is a key, said back', () => {
  const { key, understood, faults } = previewKeyLine('bot ink $5/mo', { models });
  expect(key).toMatchObject({ name: 'bot', models: ['ink-dev'], budget_microusd: 5_000_000 });
  expect(understood).toEqual(['bot', 'makes and reads', 'ink-dev', '$5 a month']);
  expect(faults).toEqual([]);
});

test('a word that is not understood hides nothing of the others', () => {
  expect(previewKeyLine('bot $5/mo nonsense 60/min', { models })).toEqual({
    key: null,
    understood: ['bot', 'makes and reads', '$5 a month', '60 requests a minute'],
    faults: ['“nonsense” is not understood.'],
  });
});

test('what is said twice is left out, and said so', () => {
  const { key, faults } = previewKeyLine('bot $5/mo $6/mo', { models });
  expect(key).toBeNull();
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain('$6/mo');
});

test('an empty line says nothing', () => {
  expect(previewKeyLine('  ', { models })).toEqual({ key: null, understood: [], faults: [] });
});
