import { createHmac, randomBytes } from 'node:crypto';
import { WEBHOOK_SECRET_PREFIX } from '@easel/contracts';
import { createSecretBox, type SecretBox } from '../secret-box.js';

const SECRET_BYTES = 32;

/** Which row a secret belongs to, and in which column it stands. */
export type SecretField = 'secret' | 'previous_secret';

/** A new signing secret: `whsec_` and base64. */
export const makeWebhookSecret = (): string => WEBHOOK_SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');

export const hintOfSecret = (secret: string): string => secret.slice(-5);

/** Encrypts signing secrets: what was sealed for one row and column opens at no other. */
export const createWebhookBox = (secretKey: Buffer): SecretBox => createSecretBox(secretKey, 'easel webhook secret');

/** The sealed secrets of a row, as far as they still sign. */
export interface SealedSecrets {
  secret: string;
  previous_secret: string | null;
  previous_until: string | null;
}

/** The secrets that sign now, the newest first. Empty when they were sealed with another key. */
export function openSecrets(box: SecretBox, rowId: string, row: SealedSecrets, at: string): string[] {
  const current = box.open([rowId, 'secret'], row.secret);
  const overlaps = row.previous_secret !== null && row.previous_until !== null && row.previous_until > at;
  const previous = overlaps ? box.open([rowId, 'previous_secret'], row.previous_secret ?? '') : null;
  return [current, previous].filter((secret) => secret !== null);
}

/** Columns of a row that gets a new secret: the present one signs beside it for the overlap. */
export function rotatedColumns(
  box: SecretBox,
  rowId: string,
  row: SealedSecrets,
  { secret, overlap_s, at }: { secret: string; overlap_s: number; at: string },
): SealedSecrets & { hint: string; rotated_at: string } {
  const present = overlap_s === 0 ? null : box.open([rowId, 'secret'], row.secret);
  return {
    secret: box.seal([rowId, 'secret'], secret),
    hint: hintOfSecret(secret),
    previous_secret: present === null ? null : box.seal([rowId, 'previous_secret'], present),
    previous_until: present === null ? null : new Date(Date.parse(at) + overlap_s * 1000).toISOString(),
    rotated_at: at,
  };
}

/** The `webhook-signature` header: one signature for each secret, separated by spaces. */
export function signMessage(
  secrets: readonly string[],
  { id, timestamp_s, body }: { id: string; timestamp_s: number; body: string },
): string {
  const text = `${id}.${timestamp_s}.${body}`;
  const sign = (secret: string) =>
    createHmac('sha256', Buffer.from(secret.slice(WEBHOOK_SECRET_PREFIX.length), 'base64'))
      .update(text)
      .digest('base64');
  return secrets.map((secret) => `v1,${sign(secret)}`).join(' ');
}
