import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCredentialBox, ERASED, tokenHint } from './credentials.js';

const TOKEN = { token_id: 'ak-first9x2f', token_secret: 'as-very-secret' };
const box = createCredentialBox(randomBytes(32));

test('what was sealed opens for the same backend with the same key only', () => {
  const sealed = box.seal('backend_a', TOKEN);
  expect(box.open('backend_a', sealed)).toEqual(TOKEN);
  expect(box.open('backend_b', sealed)).toBeNull();
  expect(createCredentialBox(randomBytes(32)).open('backend_a', sealed)).toBeNull();
});

test('what is stored holds neither id nor secret, and never the same text twice', () => {
  const sealed = [box.seal('backend_a', TOKEN), box.seal('backend_a', TOKEN)];
  expect(sealed[0]).not.toBe(sealed[1]);
  for (const text of sealed) {
    const bytes = Buffer.from(text.slice(3), 'base64url').toString('latin1');
    expect([text, bytes].join()).not.toMatch(/first9x2f|very-secret/);
  }
});

test('of a hundred thousand sealed texts no two begin with the same 96 bits', () => {
  const seen = new Set(Array.from({ length: 100_000 }, () => box.seal('backend_a', TOKEN).slice(3, 3 + 16)));
  expect(seen.size).toBe(100_000);
});

test('a changed byte anywhere is noticed', () => {
  const sealed = Buffer.from(box.seal('backend_a', TOKEN).slice(3), 'base64url');
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(box.open('backend_a', `v1.${changed.toString('base64url')}`)).toBeNull();
  }
});

test.each([ERASED, 'v1.', 'v1.AAAA', 'v2.AAAA', 'nothing at all'])('%j opens to nothing', (sealed) => {
  expect(box.open('backend_a', sealed)).toBeNull();
});

test('a hint shows four characters of a token id', () => {
  expect(tokenHint('ak-abcdefgh9x2f')).toBe('ak-…9x2f');
});
