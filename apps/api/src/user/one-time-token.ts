import { createHash, randomBytes } from 'node:crypto';

/** SHA-256, hex: a token of 256 random bits needs no slow hash. */
export const digestOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What stands after `#token=` of a link. Only its digest is stored. */
export function makeToken(): { token: string; digest: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, digest: digestOfToken(token) };
}
