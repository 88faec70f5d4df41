import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.js';
import { HttpProblem } from './http-problem.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

interface IncomingRequest {
  method: string;
  /** The Host header, or what a trusted proxy says it was. */
  host: string | undefined;
  headers: IncomingHttpHeaders;
  /** Whether it carries a key: what a browser never sends by itself. */
  has_key: boolean;
}

type Rules = Pick<Config, 'auth' | 'origins' | 'public_url'>;

/** The name in a Host header, without the port; null when it is not one name with an optional port. */
function hostName(host: string | undefined): string | null {
  const match = /^(\[[0-9a-f:]+\]|[^:[\]@/\s]+)(?::\d{1,5})?$/i.exec(host ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}

function checkHost(host: string | undefined, { auth, public_url }: Rules): void {
  const name = hostName(host);
  if (name && LOOPBACK_NAMES.has(name)) return;
  if (auth === 'local') {
    throw new HttpProblem('origin_blocked', 'Use http://127.0.0.1 or http://localhost to reach this server.');
  }
  if (name && public_url !== null && host?.toLowerCase() === new URL(public_url).host) return;
  throw new HttpProblem(
    'origin_blocked',
    `Use ${public_url ?? 'http://127.0.0.1 or http://localhost'} to reach this server.`,
  );
}

/** Whether a page of this origin is one of ours. */
function isOwn(origin: string, host: string | undefined, { public_url }: Rules): boolean {
  if (public_url !== null && origin === new URL(public_url).origin) return true;
  const name = hostName(host);
  // By its public name the server is reached as its public address says, not by plain http.
  if (public_url !== null && !(name && LOOPBACK_NAMES.has(name))) return false;
  return origin === `http://${host}` || origin === `https://${host}`;
}

/** A question of a browser whether another site may ask: only sites that the operator named. */
function checkPreflight({ host, headers }: IncomingRequest, rules: Rules): void {
  const { origin } = headers;
  if (origin === undefined || headers['access-control-request-method'] === undefined) return;
  if (isOwn(origin, host, rules) || rules.origins.includes(origin)) return;
  throw new HttpProblem(
    'cors_origin_blocked',
    `${origin} may not use this server. Add it to EASEL_ORIGINS to allow it.`,
  );
}

/** Refuses what a page of another site could make a browser send in somebody's name. */
function checkUnsafe({ host, headers, has_key }: IncomingRequest, rules: Rules): void {
  const { origin, cookie } = headers;
  // A key is not sent by a browser of its own accord, unless the request rides on a cookie as well.
  if (rules.auth === 'accounts' && has_key && cookie === undefined) return;
  if (origin !== undefined) {
    if (isOwn(origin, host, rules) || rules.origins.includes(origin)) return;
    throw new HttpProblem(
      'origin_blocked',
      'Another site may not change anything here. Add its origin to EASEL_ORIGINS to allow it.',
    );
  }
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    throw new HttpProblem('origin_blocked', 'Another site may not change anything here.');
  }
  if (rules.auth === 'accounts' && cookie !== undefined && site === undefined) {
    throw new HttpProblem(
      'origin_blocked',
      'A request with cookies must say where it comes from: send Origin, or use an API key without cookies.',
    );
  }
}

/**
 * Refuses a Host header that is not ours (DNS rebinding), unsafe methods of foreign pages (CSRF), and preflights of
 * sites that are not on the list. A program without Origin and cookies is welcome.
 */
export function checkRequestSafety(request: IncomingRequest, rules: Rules): void {
  checkHost(request.host, rules);
  if (request.method === 'OPTIONS') checkPreflight(request, rules);
  if (!SAFE_METHODS.has(request.method)) checkUnsafe(request, rules);
}
