import { expect, test } from 'vitest';
import { newId } from '../ids.js';
import { digestOf, hintOf, isDigest, makeKeyText, readKeyText } from './key-text.js';

test('a key names its id and is never twice the same', () => {
  const id = newId('key');
  const texts = Array.from({ length: 200 }, () => makeKeyText(id));
  expect(new Set(texts).size).toBe(200);
  for (const text of texts) {
    expect(text).toMatch(/^easel_[0-9a-hjkmnp-tv-z]{65}$/);
    expect(readKeyText(text)).toBe(id);
    expect(text.endsWith(hintOf(text))).toBe(true);
  }
});

test('every character of a secret takes every value', () => {
  const secrets = Array.from({ length: 2000 }, () => makeKeyText(newId('key')).slice(32, 64));
  for (let place = 0; place < 32; place += 1) {
    expect(new Set(secrets.map((secret) => secret[place])).size).toBe(32);
  }
});

test('a slip is found before anyone is asked: one wrong, swapped, missing or added character', () => {
  const text = makeKeyText(newId('key'));
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  for (let place = 6; place < text.length; place += 1) {
    for (const letter of letters) {
      if (letter === text[place]) continue;
      expect(readKeyText(text.slice(0, place) + letter + text.slice(place + 1))).toBeNull();
    }
    expect(readKeyText(text.slice(0, place) + text.slice(place + 1))).toBeNull();
    expect(readKeyText(`${text.slice(0, place)}0${text.slice(place)}`)).toBeNull();
    const [a, b] = [text[place], text[place + 1]];
    if (b === undefined || a === b) continue;
    expect(readKeyText(text.slice(0, place) + b + a + text.slice(place + 2))).toBeNull();
  }
  for (const other of ['', 'easel_', text.toUpperCase(), ` ${text}`, `${text} `, text.replace('easel_', 'basel_')]) {
    expect(readKeyText(other)).toBeNull();
  }
});

test('a digest is itself and nothing else; what is not there never matches', () => {
  const digest = digestOf(makeKeyText(newId('key')));
  expect(isDigest(digest, digest)).toBe(true);
  expect(isDigest(digest, digestOf('another'))).toBe(false);
  expect(isDigest(digest, null)).toBe(false);
  expect(isDigest('0'.repeat(64), null)).toBe(false);
});
