import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id of Modal's form: a two-letter kind and 22 base-62 digits. */
export function newId(kind: string): string {
  let digits = '';
  for (const byte of randomBytes(22)) digits += DIGITS[byte % 62];
  return `${kind}-${digits}`;
}
