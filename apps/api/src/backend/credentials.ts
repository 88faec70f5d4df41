import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

const Credentials = z.object({ token_id: z.string(), token_secret: z.string() });
/** A token of a workspace. */
export type Credentials = z.infer<typeof Credentials>;

const PURPOSE = 'easel backend credentials';
const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What is stored of a deleted backend. */
export const ERASED = '';

/** Encrypts the credentials of backends. What was sealed for one backend opens for no other. */
export interface CredentialBox {
  seal(backend_id: string, credentials: Credentials): string;
  /** The credentials; null when they were sealed with another key, for another backend, or were erased. */
  open(backend_id: string, sealed: string): Credentials | null;
}

const associated = (backend_id: string) => Buffer.from(JSON.stringify([PURPOSE, backend_id]));

/** AES-256-GCM with a key of its own, derived from the installation's. */
export function createCredentialBox(secretKey: Buffer): CredentialBox {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', PURPOSE, 32));
  return {
    seal(backend_id, { token_id, token_secret }) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(associated(backend_id));
      const text = JSON.stringify({ token_id, token_secret });
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${sealed.toString('base64url')}`;
    },
    open(backend_id, sealed) {
      const [version, text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (version !== VERSION || bytes.length < IV_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(associated(backend_id)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
        return Credentials.parse(JSON.parse(plain.toString('utf8')));
      } catch {
        return null;
      }
    },
  };
}

/** A token id with its middle left out: enough to tell tokens apart, for example `ak-…9x2f`. */
export const tokenHint = (token_id: string): string => `${token_id.slice(0, 3)}…${token_id.slice(3).slice(-4)}`;
