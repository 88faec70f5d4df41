import { EaselError } from '../error.js';
import { readRetryAfter } from '../http/back-off.js';
import { type EaselOptions, readBaseUrl } from '../http/easel-options.js';

/** Signing in and out in a browser, which keeps the session's cookie. Programs send a key instead. */
export interface SignIn {
  /** Signs in with e-mail address and password. */
  password(email: string, password: string): Promise<void>;
  /** Begins at the identity provider of the installation; the answer is where the browser has to go. */
  provider(return_to: string): Promise<string>;
  /** Ends this session. */
  out(): Promise<void>;
}

const textOf = (body: unknown, name: string): string | undefined => {
  // Read by name and checked by its type on the next line.
  const value = (body as Record<string, unknown> | null)?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Why signing in was refused, in words for the person who tries. */
function refusal(status: number, headers: Headers, body: unknown): EaselError {
  const said = textOf(body, 'detail') ?? textOf(body, 'message');
  const retry_after_ms = readRetryAfter(headers.get('retry-after') ?? headers.get('x-retry-after'));
  const base = { status, request_id: headers.get('x-request-id'), retry_after_ms };
  if (status === 401) {
    return new EaselError({ ...base, code: 'session_required', message: 'E-mail address or password is not right.' });
  }
  if (status === 429) {
    const wait = retry_after_ms === null ? 'a while' : `${Math.max(1, Math.ceil(retry_after_ms / 1000))} s`;
    const message = `Too many attempts. Wait ${wait}, then try again.`;
    return new EaselError({ ...base, code: 'rate_limited', message, retryable: true });
  }
  if (status === 403) return new EaselError({ ...base, code: 'forbidden', message: said ?? 'You may not sign in.' });
  const message = said ?? `The server answered ${status} without saying why.`;
  return new EaselError({ ...base, code: 'unexpected_response', message, retryable: status >= 500 });
}

/** Speaks with the sign-in routes, which lie outside the contract: they are those of better-auth. */
export function createSignIn(options: Pick<EaselOptions, 'base_url' | 'fetch'> = {}): SignIn {
  const base = `${readBaseUrl(options)}/v1/auth`;
  const request = options.fetch ?? fetch;

  async function post(path: string, body: object): Promise<unknown> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await request(`${base}/${path}`, init).catch((cause: unknown) => {
      throw new EaselError({ code: 'network_error', message: `No answer from ${base}.`, retryable: true, cause });
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw refusal(response.status, response.headers, answer);
    return answer;
  }

  return {
    async password(email, password) {
      await post('sign-in/email', { email, password });
    },
    async provider(return_to) {
      const answer = await post('sign-in/social', {
        provider: 'oidc',
        callbackURL: return_to,
        errorCallbackURL: return_to,
        disableRedirect: true,
      });
      const url = textOf(answer, 'url');
      if (url !== undefined) return url;
      throw new EaselError({ code: 'unexpected_response', message: 'The server did not say where to sign in.' });
    },
    async out() {
      await post('sign-out', {});
    },
  };
}
