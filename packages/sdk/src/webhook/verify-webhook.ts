import type { WebhookEvent } from '@easel/contracts';
import { WebhookError } from './webhook-error.js';

/** Headers as `Headers`, or as Node gives them. Names are taken in any case. */
export type WebhookHeaders = Headers | Record<string, string | readonly string[] | undefined>;

/** What `verifyWebhook` needs. */
export interface VerifyWebhook {
  /** The signing secret of the endpoint, `whsec_…`; several while it is rotated: one that fits is enough. */
  secret: string | readonly string[];
  headers: WebhookHeaders;
  /** The body as it was received, before anything has parsed it. */
  body: string | Uint8Array;
  /** How far the time of sending may lie from now, in seconds: 300 when absent. */
  tolerance_s?: number;
  /** The present time in milliseconds, for tests: that of the clock when absent. */
  now?: number;
}

const PREFIX = 'whsec_';
const DEFAULT_TOLERANCE_S = 300;
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

function header(headers: WebhookHeaders, name: string): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const text = typeof value === 'string' || value === null || value === undefined ? value : value[0];
  if (!text) throw new WebhookError('missing_header', `The header ${name} is missing.`);
  return text;
}

function checkTime(text: string, { tolerance_s = DEFAULT_TOLERANCE_S, now = Date.now() }: VerifyWebhook): void {
  if (!/^\d{1,12}$/.test(text)) {
    throw new WebhookError('invalid_timestamp', 'The header webhook-timestamp is no time in seconds.');
  }
  const age_s = Math.floor(now / 1000) - Number(text);
  if (age_s > tolerance_s) throw new WebhookError('too_old', `It was sent ${age_s} s ago. Compare the clocks.`);
  if (-age_s > tolerance_s) throw new WebhookError('too_new', `It was sent ${-age_s} s ahead. Compare the clocks.`);
}

/** The bytes of a base64 text; null when it is none. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

async function importSecret(secret: string) {
  const bytes = fromBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  if (!bytes || bytes.length === 0) {
    throw new WebhookError('invalid_secret', 'A signing secret is whsec_ and base64. Copy it again, or rotate it.');
  }
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['verify']);
}

function signedBytes(id: string, timestamp: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(`${id}.${timestamp}.`);
  const rest = typeof body === 'string' ? encoder.encode(body) : body;
  const all = new Uint8Array(head.length + rest.length);
  all.set(head);
  all.set(rest, head.length);
  return all;
}

/** Signatures of the one version there is; a receiver skips those of others. */
const signaturesIn = (text: string): Uint8Array<ArrayBuffer>[] =>
  text.split(' ').flatMap((part) => (part.startsWith('v1,') ? (fromBase64(part.slice(3)) ?? []) : []));

function parseEvent(body: string | Uint8Array): WebhookEvent {
  try {
    // Who signed it makes nothing else.
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as WebhookEvent;
  } catch {
    throw new WebhookError('invalid_body', 'The body is no JSON.');
  }
}

/**
 * Proves that a webhook was sent by whoever holds the secret, lately and unchanged (Standard Webhooks), and returns its
 * event. Works in Node and in browsers; signatures are compared in constant time. The same message may come more than
 * once: `webhook-id` is then the same.
 *
 * @throws WebhookError with a `code` when it must not be trusted.
 * @example
 * const event = await verifyWebhook({ secret, headers: request.headers, body: await request.text() });
 * if (event.type === 'task.done') console.log(event.data.outputs[0]?.url);
 */
export async function verifyWebhook(webhook: VerifyWebhook): Promise<WebhookEvent> {
  const { secret, headers, body } = webhook;
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = signaturesIn(header(headers, 'webhook-signature'));
  checkTime(timestamp, webhook);
  const bytes = signedBytes(id, timestamp, body);
  let fits = false;
  for (const text of typeof secret === 'string' ? [secret] : secret) {
    const key = await importSecret(text);
    for (const signature of signatures) {
      fits = (await crypto.subtle.verify(HMAC, key, signature, bytes)) || fits;
    }
  }
  if (!fits) {
    throw new WebhookError('wrong_signature', 'No signature fits. Use the raw body and the secret of this endpoint.');
  }
  return parseEvent(body);
}
