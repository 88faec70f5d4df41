import { expect, test } from 'vitest';
import { asVisibleName, visibleName } from './visible-name.js';

const Name = visibleName(20);

test.each(['a\nb', 'a\u0000b', 'a\u202eb', 'a\u2066b', 'a\u200bb', 'a\u2028b', 'a\ud800b', 'a\u007fb'])(
  'a name with %j is refused, and made fit when it comes from elsewhere',
  (text) => {
    expect(Name.safeParse(text).success).toBe(false);
    expect(asVisibleName(text, 20)).toBe('a b');
    expect(Name.safeParse(asVisibleName(text, 20)).success).toBe(true);
  },
);

test('names of all scripts stay as they are', () => {
  for (const text of ['Ada Lovelace', 'Zoë O’Neil', '王小明', 'عمر', 'می\u200cخواهم', '👩\u200d💻 Ana']) {
    expect(Name.parse(text)).toBe(text);
    expect(asVisibleName(text, 20)).toBe(text);
  }
});

test('a name is cut to its length, and nothing is left of what is not to be seen', () => {
  expect(asVisibleName(`${'a'.repeat(19)} b`, 20)).toBe('a'.repeat(19));
  expect(asVisibleName('\u202e\u200b\n', 20)).toBe('');
  expect(Name.safeParse('\u202e').success).toBe(false);
});
