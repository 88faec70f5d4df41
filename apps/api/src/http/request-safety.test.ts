import { describe, expect, test } from 'vitest';
import { HttpProblem } from './http-problem.js';
import { checkRequestSafety } from './request-safety.js';

const PUBLIC = 'https://easel.example';
const accounts = { auth: 'accounts' as const, origins: ['https://friend.example'], public_url: PUBLIC };
const local = { auth: 'local' as const, origins: [], public_url: null };

type Headers = Record<string, string>;
const judge = (
  rules: typeof accounts | typeof local,
  method: string,
  host: string,
  headers: Headers,
  has_key = false,
) => {
  try {
    checkRequestSafety({ method, host, headers, has_key }, rules);
    return 'ok';
  } catch (error) {
    if (error instanceof HttpProblem) return error.code;
    throw error;
  }
};

describe('with accounts', () => {
  const post = (headers: Headers, has_key = false, host = 'easel.example') =>
    judge(accounts, 'POST', host, headers, has_key);
  const cookie = 'easel.session=x';

  test.each([
    'evil.example',
    'easel.example.evil.example',
    'sub.easel.example',
    'easel.example:8443',
    'a@easel.example',
    '',
  ])('host %j is not ours', (host) => expect(judge(accounts, 'GET', host, {})).toBe('origin_blocked'));

  test('the public name and loopback are', () => {
    for (const host of ['easel.example', 'EASEL.example', '127.0.0.1:4100', 'localhost', '[::1]:4100']) {
      expect(judge(accounts, 'GET', host, {})).toBe('ok');
    }
  });

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://easel.example' },
    { origin: 'https://easel.example:8443' },
    { origin: 'https://sub.easel.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    {},
  ])('a cookie and %j is refused, with a key as well', (headers) => {
    expect(post({ cookie, ...headers })).toBe('origin_blocked');
    expect(post({ cookie, ...headers }, true)).toBe('origin_blocked');
  });

  test.each([
    { origin: PUBLIC },
    { origin: 'https://friend.example' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ])('a cookie and %j is welcome', (headers) => expect(post({ cookie, ...headers })).toBe('ok'));

  test('a key without cookies may come from anywhere, and a program without either is asked to sign in later', () => {
    expect(post({ origin: 'https://evil.example' }, true)).toBe('ok');
    expect(post({})).toBe('ok');
    expect(post({ origin: 'https://evil.example' })).toBe('origin_blocked');
  });

  test('on this machine its own origin counts, by either scheme', () => {
    expect(post({ cookie, origin: 'http://127.0.0.1:4100' }, false, '127.0.0.1:4100')).toBe('ok');
    expect(post({ cookie, origin: 'http://127.0.0.1:4101' }, false, '127.0.0.1:4100')).toBe('origin_blocked');
  });

  test('a preflight is answered for named sites only', () => {
    const ask = (origin: string) =>
      judge(accounts, 'OPTIONS', 'easel.example', { origin, 'access-control-request-method': 'POST' });
    expect([ask('https://friend.example'), ask(PUBLIC)]).toEqual(['ok', 'ok']);
    for (const origin of ['null', 'https://evil.example', 'https://friend.example.evil.example']) {
      expect(ask(origin)).toBe('cors_origin_blocked');
    }
  });
});

describe('without sign-in', () => {
  test('a key is no excuse for a foreign page', () => {
    expect(judge(local, 'POST', 'localhost:4100', { origin: 'https://evil.example' }, true)).toBe('origin_blocked');
    expect(judge(local, 'POST', 'localhost:4100', { cookie: 'a=b' })).toBe('ok');
  });
  test('reading needs no origin, but a host of ours', () => {
    expect(judge(local, 'GET', 'localhost:4100', { origin: 'https://evil.example' })).toBe('ok');
    expect(judge(local, 'GET', 'easel.example', {})).toBe('origin_blocked');
  });
});
