import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.js';
import { HttpProblem } from '../http/http-problem.js';
import type { Auth } from './auth.js';
import { AUTH_PATH } from './auth-names.js';
import { authRequestOf, authRequests } from './auth-request.js';

interface Question {
  /** With its query. */
  path: string;
  /** Null asks by GET. */
  body: object | null;
}

function refusalOf(status: number, message: string | null): HttpProblem {
  if (status === 401) return new HttpProblem('session_required', 'E-mail address or password is not right.');
  if (status === 403) return new HttpProblem('forbidden', message ?? 'You may not sign in.');
  if (status >= 500) return new HttpProblem('unavailable', 'Signing in is not possible now. Try again.');
  return new HttpProblem('invalid_input', message ?? 'The request is not valid.');
}

const messageOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
    ? body.message
    : null;

/** Hands a request to better-auth, with no more of it than it needs. Throws what it refuses as a problem. */
export async function askAuth(ctx: Context, auth: Auth, request: FastifyRequest, question: Question) {
  const { public_url } = ctx.config;
  const origin = public_url === null ? `http://${request.host}` : new URL(public_url).origin;
  const { path, body } = question;
  const headers = new Headers({ host: new URL(origin).host });
  if (request.headers.cookie !== undefined) headers.set('cookie', request.headers.cookie);
  if (body !== null) headers.set('content-type', 'application/json');
  const init = body === null ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const asked = new Request(`${origin}${AUTH_PATH}${path}`, init);
  const response = await authRequests.run(authRequestOf(request), () => auth(asked));
  if (response.status < 400) return response;
  const answer: unknown = await response.json().catch(() => null);
  throw refusalOf(response.status, messageOf(answer));
}
