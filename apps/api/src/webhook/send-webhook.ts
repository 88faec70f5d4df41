import { type Dispatcher, request } from 'undici';
import { VERSION } from '../version.js';
import { RefusedTarget } from './guarded-agent.js';
import { signMessage } from './webhook-secret.js';

const TIMEOUT_MS = 15_000;
const BODY_MAX_BYTES = 8 * 1024;
const HEADERS_MAX = 50;
const HEADER_MAX_CHARS = 500;

export interface Message {
  /** `webhook-id`: the same at every attempt. */
  id: string;
  url: string;
  body: string;
  secrets: readonly string[];
}

/** What was sent, without the signature, and what came back. */
export interface Sent {
  at: string;
  request_headers: Record<string, string>;
  status: number | null;
  response_headers: Record<string, string> | null;
  response_body: string | null;
  duration_ms: number;
  /** Null: delivered. */
  error: string | null;
  retry_after_s: number | null;
}

const TEXTS: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was broken off.',
  UND_ERR_SOCKET: 'The connection was broken off.',
  ENOTFOUND: 'There is no such host.',
  EAI_AGAIN: 'The name of the host could not be looked up.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  ETIMEDOUT: 'No connection could be made in time.',
  UND_ERR_CONNECT_TIMEOUT: 'No connection could be made in time.',
};

function errorText(error: unknown): string {
  if (error instanceof RefusedTarget) return error.message;
  const { name, code, message } = error as { name?: string; code?: string; message?: string };
  if (name === 'TimeoutError') return `There was no answer within ${TIMEOUT_MS / 1000} s.`;
  return TEXTS[code ?? ''] ?? `The request failed: ${message ?? 'unknown'}`;
}

function statusText(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) {
    return `It answered ${status}: redirects are not followed. Give the address it leads to.`;
  }
  return `It answered ${status}.`;
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).slice(0, HEADERS_MAX);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value ?? '').slice(0, HEADER_MAX_CHARS)]));
}

/** The beginning of a body. The rest is not waited for. */
async function readBeginning(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= BODY_MAX_BYTES) break;
    }
  } catch {
    // The status has come: what is missing of the body changes nothing.
  }
  return Buffer.concat(chunks).subarray(0, BODY_MAX_BYTES).toString('utf8').replaceAll('\0', '\ufffd');
}

const secondsOf = (retryAfter: string | undefined, now: number): number | null => {
  if (retryAfter === undefined) return null;
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
};

/** Sends a message once. Never throws; aborting tells nothing. */
export async function sendWebhook(
  agent: Dispatcher,
  { id, url, body, secrets }: Message,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<Sent> {
  const timestamp_s = Math.floor(now / 1000);
  const shown = {
    'content-type': 'application/json',
    'user-agent': `Easel/${VERSION}`,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp_s),
  };
  const began = performance.now();
  const sent = { at: new Date(now).toISOString(), request_headers: { ...shown, 'webhook-signature': '[removed]' } };
  const none = { status: null, response_headers: null, response_body: null, retry_after_s: null };
  const spent = () => Math.round((performance.now() - began) * 10) / 10;
  if (secrets.length === 0) {
    const error = 'The signing secret cannot be read any more. Rotate it, then send this again.';
    return { ...sent, ...none, duration_ms: 0, error };
  }
  try {
    const response = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: { ...shown, 'webhook-signature': signMessage(secrets, { id, timestamp_s, body }) },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const { statusCode: status, headers } = response;
    const retryAfter = headers['retry-after'];
    return {
      ...sent,
      status,
      response_headers: plainHeaders(headers),
      response_body: await readBeginning(response.body),
      duration_ms: spent(),
      error: statusText(status),
      retry_after_s: secondsOf(typeof retryAfter === 'string' ? retryAfter : undefined, now),
    };
  } catch (error) {
    return { ...sent, ...none, duration_ms: spent(), error: errorText(error) };
  }
}
