import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createUrlSigner } from './signed-url.js';

const HOUR = 3600_000;
const START = Date.parse('2026-03-01T10:20:00.000Z');

function signerAt(at: number, public_url: string | null = null) {
  const clock = { now: at };
  return { clock, urls: createUrlSigner({ key: Buffer.alloc(32, 1), public_url, now: () => clock.now }) };
}

function partsOf(url: string): [exp: string, sig: string] {
  const { searchParams } = new URL(url, 'http://127.0.0.1');
  return [searchParams.get('exp') ?? '', searchParams.get('sig') ?? ''];
}

test('an address stays the same within a window and changes with the next', () => {
  const { clock, urls } = signerAt(START);
  const first = urls.content('asset_a');
  clock.now = START + 39 * 60_000;
  expect(urls.content('asset_a')).toBe(first);
  clock.now = START + 41 * 60_000;
  expect(urls.content('asset_a')).not.toBe(first);
});

test('it opens for one to two hours, to the second', () => {
  const { clock, urls } = signerAt(START);
  const [exp, sig] = partsOf(urls.content('asset_a'));
  expect(urls.expires_at()).toBe('2026-03-01T12:00:00.000Z');
  const end = Date.parse(urls.expires_at());
  for (const [at, open] of [
    [START, true],
    [START + HOUR, true],
    [end - 1, true],
    [end, false],
  ] as const) {
    clock.now = at;
    expect(urls.verify('asset_a', 'content', exp, sig)).toBe(open);
  }
});

test('any change closes it', () => {
  const { urls } = signerAt(START);
  const [exp, sig] = partsOf(urls.content('asset_a'));
  expect(urls.verify('asset_b', 'content', exp, sig)).toBe(false);
  expect(urls.verify('asset_a', 'preview', exp, sig)).toBe(false);
  for (const other of [String(Number(exp) + 1), `${exp}0`, ` ${exp}`, `+${exp}`, `0${exp}`, '1e12', '', 'NaN']) {
    expect(urls.verify('asset_a', 'content', other, sig)).toBe(false);
  }
  for (let at = 0; at < sig.length; at += 1) {
    const flipped = sig[at] === 'A' ? 'B' : 'A';
    expect(urls.verify('asset_a', 'content', exp, sig.slice(0, at) + flipped + sig.slice(at + 1))).toBe(false);
  }
  for (const other of ['', sig.slice(1), `${sig}=`, 'ü'.repeat(sig.length)]) {
    expect(urls.verify('asset_a', 'content', exp, other)).toBe(false);
  }
  const stranger = createUrlSigner({ key: randomBytes(32), public_url: null, now: () => START });
  expect(stranger.verify('asset_a', 'content', exp, sig)).toBe(false);
});

test('addresses are absolute when the public one is known', () => {
  const { urls } = signerAt(START, 'https://easel.example');
  expect(urls.preview('asset_a')).toMatch(
    /^https:\/\/easel\.example\/v1\/assets\/asset_a\/preview\?exp=\d+&sig=[\w-]{43}$/,
  );
});
