import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider says of a person; and, when asked to, how it lies. */
export interface Identity {
  sub: string;
  name: string;
  email?: string;
  email_verified?: boolean;
  lie?: 'key' | 'nonce' | 'audience' | 'issuer';
}

interface Client {
  client_id: string;
  client_secret: string;
}

interface Grant {
  identity: Identity;
  nonce: string | null;
  challenge: string | null;
  redirect_uri: string | null;
}

const base64url = (value: object | Buffer): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url');

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

/** The credentials of a client, from the header or the form. */
function clientOf(request: IncomingMessage, form: URLSearchParams): string {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return basic ? Buffer.from(basic, 'base64').toString() : `${form.get('client_id')}:${form.get('client_secret')}`;
}

/** A small OpenID provider on loopback. It is strict: codes work once, for the client and the proof that they were made for. */
export async function startOpenIdProvider({ client_id, client_secret }: Client) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const another = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const grants = new Map<string, Grant>();

  function idToken({ identity: { lie, ...claims }, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const head = base64url({ alg: 'RS256', kid: 'one', typ: 'JWT' });
    const body = base64url({
      ...claims,
      iss: lie === 'issuer' ? 'https://issuer.example' : issuer,
      aud: lie === 'audience' ? 'another client' : client_id,
      nonce: lie === 'nonce' ? 'another nonce' : nonce,
      iat: now,
      exp: now + 60,
    });
    const signature = createSign('RSA-SHA256')
      .update(`${head}.${body}`)
      .sign(lie === 'key' ? another : privateKey);
    return `${head}.${body}.${base64url(signature)}`;
  }

  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration') {
      return answer(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code'],
      });
    }
    if (request.url === '/keys') {
      return answer(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    }
    if (request.url !== '/token') return answer(404, {});
    const form = await formOf(request);
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      clientOf(request, form) === `${client_id}:${client_secret}` &&
      grant?.challenge === challenge &&
      grant.redirect_uri === form.get('redirect_uri');
    if (!grant || !isRight) return answer(400, { error: 'invalid_grant' });
    return answer(200, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 60, id_token: idToken(grant) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    /** What a browser gets when this person agrees: the address to which it is sent back. */
    async authorize(url: string, identity: Identity): Promise<URL> {
      const asked = new URL(url).searchParams;
      if (asked.get('client_id') !== client_id || asked.get('response_type') !== 'code') throw new Error(`odd: ${url}`);
      const code = randomUUID();
      const redirect_uri = asked.get('redirect_uri');
      grants.set(code, { identity, redirect_uri, nonce: asked.get('nonce'), challenge: asked.get('code_challenge') });
      const back = new URL(redirect_uri ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      return back;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
