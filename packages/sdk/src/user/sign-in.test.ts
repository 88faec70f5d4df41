import { expect, test } from 'vitest';
import { EaselError } from '../error.js';
import { createSignIn } from './sign-in.js';

const base_url = 'http://127.0.0.1:4100';

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const sent: { url: string; body: unknown }[] = [];
  const signIn = createSignIn({
    base_url,
    fetch: async (url, init) => {
      sent.push({ url: String(url), body: JSON.parse(String(init?.body)) });
      return Response.json(body, { status, headers });
    },
  });
  return { sent, signIn };
}

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof EaselError ? error : null),
  );

test('signs in with what was typed', async () => {
  const { sent, signIn } = answering(200, { user: { id: 'user_1' } });
  await signIn.password('ada@example.org', 'secret words');
  expect(sent).toEqual([
    { url: `${base_url}/v1/auth/sign-in/email`, body: { email: 'ada@example.org', password: 'secret words' } },
  ]);
});

test('says the same of a wrong address and of a wrong password', async () => {
  for (const code of ['INVALID_EMAIL_OR_PASSWORD', 'USER_NOT_FOUND']) {
    const { signIn } = answering(401, { code, message: code });
    expect((await refusalOf(signIn.password('a@b.c', 'x')))?.message).toBe('E-mail address or password is not right.');
  }
});

test('says how long to wait when it was tried too often', async () => {
  const { signIn } = answering(429, { message: 'Too many requests' }, { 'retry-after': '41' });
  const error = await refusalOf(signIn.password('a@b.c', 'x'));
  expect(error?.message).toBe('Too many attempts. Wait 41 s, then try again.');
  expect(error?.retry_after_ms).toBe(41_000);
});

test('tells what the server says of a person who may not sign in', async () => {
  const { signIn } = answering(403, { detail: 'This account is disabled.' });
  expect((await refusalOf(signIn.password('a@b.c', 'x')))?.detail).toBe('This account is disabled.');
});

test('tells a silent server from a refusal', async () => {
  const signIn = createSignIn({ base_url, fetch: () => Promise.reject(new TypeError('fetch failed')) });
  expect((await refusalOf(signIn.out()))?.code).toBe('network_error');
});

test('answers where the provider is', async () => {
  const { signIn } = answering(200, { url: 'https://id.example.org/authorize', redirect: true });
  expect(await signIn.provider('/gallery')).toBe('https://id.example.org/authorize');
  const silent = answering(200, {});
  expect((await refusalOf(silent.signIn.provider('/')))?.code).toBe('unexpected_response');
});
