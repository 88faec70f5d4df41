import { HttpProblem } from './http-problem.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

interface RequestOrigin {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  fetch_site: string | undefined;
}

/** The name in a Host header, without the port; null when it is not one name with an optional port. */
function hostName(host: string | undefined): string | null {
  const match = /^(\[[0-9a-f:]+\]|[^:[\]@/\s]+)(?::\d{1,5})?$/i.exec(host ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Refuses what a page of another site could make a browser send to a server without sign-in: a Host header that is not
 * a loopback name (DNS rebinding), and unsafe methods with a foreign Origin. A program without Origin is welcome.
 */
export function checkLocalSafety(request: RequestOrigin, allowedOrigins: readonly string[]): void {
  const name = hostName(request.host);
  if (!name || !LOOPBACK_NAMES.has(name)) {
    throw new HttpProblem('origin_blocked', 'Use http://127.0.0.1 or http://localhost to reach this server.');
  }
  if (SAFE_METHODS.has(request.method)) return;
  const { origin } = request;
  if (origin !== undefined) {
    if (origin === `http://${request.host}` || origin === `https://${request.host}`) return;
    if (allowedOrigins.includes(origin)) return;
    throw new HttpProblem(
      'origin_blocked',
      'Another site may not change anything here. Add its origin to EASEL_ORIGINS to allow it.',
    );
  }
  if (request.fetch_site === 'cross-site' || request.fetch_site === 'same-site') {
    throw new HttpProblem('origin_blocked', 'Another site may not change anything here.');
  }
}
