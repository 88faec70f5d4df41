import { expect, test } from 'vitest';
import { withoutSecrets } from './without-secrets.js';

const KEY = `easel_${'0123456789'.repeat(4)}`;

test('what has a telling name is removed, however deep; what is about it stays', () => {
  const before = {
    label: 'Studio',
    token_hint: 'ak-…9x2f',
    credentials_changed_at: '2026-01-01T00:00:00.000Z',
    has_password: true,
    password: null,
    inner: [{ token_secret: 'plain words', apiKey: 1, headers: { Authorization: ['x'], cookie: 'a=b' } }],
  };
  expect(withoutSecrets(before)).toEqual({
    ...before,
    inner: [
      { token_secret: '[removed]', apiKey: '[removed]', headers: { Authorization: '[removed]', cookie: '[removed]' } },
    ],
  });
});

test.each([
  KEY,
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'as-first-secret',
  'ak-first9x2f',
  'hf_abcdefghijklmnopqrstuvwx',
  'Bearer eyJhbGciOi.J9.x',
])('%s is removed from any text', (secret) => {
  const text = withoutSecrets({ problem: `It said "${secret}", twice: ${secret}.` });
  expect(JSON.stringify(text)).not.toContain(secret);
  expect(JSON.stringify(text)).toContain('It said');
});

test('a link keeps its place and loses what opens it', () => {
  expect(withoutSecrets('https://easel.example/invite#token=abc.def-1')).toBe(
    'https://easel.example/invite#token=[removed]',
  );
  expect(withoutSecrets('/v1/assets/a/content?exp=1&sig=abc&download=1')).toBe(
    '/v1/assets/a/content?exp=1&sig=[removed]&download=1',
  );
});

test('what is no secret stays as it is', () => {
  const harmless = [null, true, 1.5, 'a walk in the park', { scopes: ['keys:read'], weight: 3 }, []];
  expect(withoutSecrets(harmless)).toEqual(harmless);
});
