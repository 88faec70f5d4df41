import fc from 'fast-check';
import { Webhook as Official } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { type VerifyWebhook, verifyWebhook } from './verify-webhook.js';
import { WebhookError } from './webhook-error.js';

const secretOf = (bytes: string) => `whsec_${btoa(bytes)}`;
const SECRET = secretOf('the one that signs at present ..');
const OLD_SECRET = secretOf('the one that signed until lately');
const SENT_S = 1_750_000_000;
const NOW = SENT_S * 1000;
const EVENT = { type: 'webhook.test', timestamp: '2025-06-15T15:06:40.000Z', data: { webhook_id: 'hook_1' } };
const BODY = JSON.stringify(EVENT);

const signed = (secret: string, { id = 'delivery_1', at_s = SENT_S, body = BODY } = {}) =>
  new Official(secret).sign(id, new Date(at_s * 1000), body);

const good: VerifyWebhook = {
  secret: SECRET,
  headers: { 'webhook-id': 'delivery_1', 'webhook-timestamp': `${SENT_S}`, 'webhook-signature': signed(SECRET) },
  body: BODY,
  now: NOW,
};
const withHeaders = (headers: Record<string, string | undefined>): VerifyWebhook => ({
  ...good,
  headers: { ...(good.headers as Record<string, string>), ...headers },
});

async function codeOf(webhook: VerifyWebhook): Promise<string> {
  try {
    await verifyWebhook(webhook);
    return 'ok';
  } catch (error) {
    if (error instanceof WebhookError) return error.code;
    throw error;
  }
}

const VECTORS: [name: string, webhook: VerifyWebhook, code: string][] = [
  ['right', good, 'ok'],
  ['two signatures', withHeaders({ 'webhook-signature': `${signed(OLD_SECRET)} ${signed(SECRET)}` }), 'ok'],
  ['two secrets', { ...good, secret: [OLD_SECRET, SECRET] }, 'ok'],
  ['bytes', { ...good, body: new TextEncoder().encode(BODY) }, 'ok'],
  ['a signature of another version beside', withHeaders({ 'webhook-signature': `v2,x ${signed(SECRET)}` }), 'ok'],
  ['tampered body', { ...good, body: BODY.replace('hook_1', 'hook_2') }, 'wrong_signature'],
  ['tampered id', withHeaders({ 'webhook-id': 'delivery_2' }), 'wrong_signature'],
  ['tampered time', withHeaders({ 'webhook-timestamp': `${SENT_S + 1}` }), 'wrong_signature'],
  ['wrong secret', { ...good, secret: OLD_SECRET }, 'wrong_signature'],
  [
    'a beginning of the signature',
    withHeaders({ 'webhook-signature': signed(SECRET).slice(0, -5) }),
    'wrong_signature',
  ],
  [
    'another version alone',
    withHeaders({ 'webhook-signature': signed(SECRET).replace('v1,', 'v1a,') }),
    'wrong_signature',
  ],
  ['no base64', withHeaders({ 'webhook-signature': 'v1,!!' }), 'wrong_signature'],
  ['empty signature', withHeaders({ 'webhook-signature': 'v1,' }), 'wrong_signature'],
  ['at the limit', { ...good, now: NOW + 300_000 }, 'ok'],
  ['too old', { ...good, now: NOW + 301_000 }, 'too_old'],
  ['too new', { ...good, now: NOW - 301_000 }, 'too_new'],
  ['old, with more tolerance', { ...good, now: NOW + 301_000, tolerance_s: 600 }, 'ok'],
  ['no id', withHeaders({ 'webhook-id': undefined }), 'missing_header'],
  ['no time', withHeaders({ 'webhook-timestamp': '' }), 'missing_header'],
  ['no signature', withHeaders({ 'webhook-signature': undefined }), 'missing_header'],
  ['odd time', withHeaders({ 'webhook-timestamp': '1e9' }), 'invalid_timestamp'],
  ['empty secret', { ...good, secret: 'whsec_' }, 'invalid_secret'],
  ['odd secret', { ...good, secret: 'whsec_*' }, 'invalid_secret'],
  ['no secret', { ...good, secret: [] }, 'wrong_signature'],
];

test.each(VECTORS)('%s', async (_name, webhook, code) => {
  expect(await codeOf(webhook)).toBe(code);
});

test('the event is returned, and headers are taken as they come', async () => {
  expect(await verifyWebhook(good)).toEqual(EVENT);
  const plain = good.headers as Record<string, string>;
  expect(await verifyWebhook({ ...good, headers: new Headers(plain) })).toEqual(EVENT);
  const upper = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name.toUpperCase(), [value]]));
  expect(await verifyWebhook({ ...good, headers: upper })).toEqual(EVENT);
});

test('a body that is no JSON is told apart, once its signature fits', async () => {
  const body = 'not json';
  const odd = withHeaders({ 'webhook-signature': signed(SECRET, { body }) });
  expect(await codeOf({ ...odd, body })).toBe('invalid_body');
});

describe('agreement with the official library', () => {
  const secrets = fc
    .uint8Array({ minLength: 24, maxLength: 64 })
    .map((b) => `whsec_${Buffer.from(b).toString('base64')}`);
  const bodies = fc.json();

  test('what it signs is verified here', () =>
    fc.assert(
      fc.asyncProperty(secrets, bodies, fc.uuid(), async (secret, body, id) => {
        const at_s = Math.floor(Date.now() / 1000);
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': `${at_s}`,
          'webhook-signature': signed(secret, { id, at_s, body }),
        };
        expect(await verifyWebhook({ secret, headers, body })).toEqual(JSON.parse(body));
        expect(new Official(secret).verify(body, headers)).toEqual(JSON.parse(body));
      }),
    ));

  test('what it refuses is refused here', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('webhook-id', 'webhook-timestamp', 'webhook-signature', 'body'),
        fc.nat(),
        fc.integer({ min: 0x21, max: 0x7e }),
        async (part, position, code) => {
          const at_s = Math.floor(Date.now() / 1000);
          const whole: Record<string, string> = {
            'webhook-id': 'delivery_1',
            'webhook-timestamp': `${at_s}`,
            'webhook-signature': signed(SECRET, { at_s }),
            body: BODY,
          };
          const text = whole[part] ?? '';
          const at = position % text.length;
          const changed = { ...whole, [part]: text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1) };
          const { body = '', ...headers } = changed;
          let official = true;
          try {
            new Official(SECRET).verify(body, headers);
          } catch {
            official = false;
          }
          const ours = (await codeOf({ secret: SECRET, headers, body })) === 'ok';
          // A base64 text has spellings of the same bytes: here the bytes count, there the text.
          const isSpelling = part === 'webhook-signature' && !official && ours;
          if (isSpelling)
            expect(Buffer.from(changed[part]?.slice(3) ?? '', 'base64')).toEqual(Buffer.from(text.slice(3), 'base64'));
          else expect([changed, ours]).toEqual([changed, official]);
        },
      ),
      { numRuns: 500 },
    ));
});
