import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { RpcError } from '../transport/status.js';

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Who may speak for a workspace. */
export class Credentials {
  readonly #token_id: string;
  readonly #key = randomBytes(32);
  #secret: string | null = null;
  #revoked = false;

  constructor(token_id: string) {
    this.#token_id = token_id;
  }

  accept(token_secret: string | null): void {
    this.#secret = token_secret;
  }

  revoke(): void {
    this.#revoked = true;
  }

  restore(): void {
    this.#revoked = false;
  }

  check(token_secret: string): void {
    if (this.#revoked) throw new RpcError('UNAUTHENTICATED', 'Token has been revoked');
    if (this.#secret !== null && token_secret !== this.#secret) {
      throw new RpcError('UNAUTHENTICATED', 'Token ID or secret is invalid');
    }
  }

  issue(ttl_s: number): string {
    const now = Math.floor(Date.now() / 1000);
    const body = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: this.#token_id, iat: now, exp: now + ttl_s })}`;
    return `${body}.${this.#sign(body)}`;
  }

  checkAuthToken(token: string): void {
    const at = token.lastIndexOf('.');
    const [, payload = ''] = token.split('.');
    const given = Buffer.from(token.slice(at + 1));
    const right = Buffer.from(this.#sign(token.slice(0, at)));
    if (at < 0 || given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new RpcError('UNAUTHENTICATED', 'x-modal-auth-token is missing or not ours');
    }
    // The signature says that this process wrote the payload.
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
    if (exp * 1000 < Date.now()) throw new RpcError('UNAUTHENTICATED', 'x-modal-auth-token has expired');
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}
