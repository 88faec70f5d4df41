import { z } from 'zod';
import { createSecretBox } from '../secret-box.js';

const Credentials = z.object({ token_id: z.string(), token_secret: z.string() });
/** A token of a workspace. */
export type Credentials = z.infer<typeof Credentials>;

const PURPOSE = 'easel backend credentials';

/** What is stored of a deleted backend. */
export const ERASED = '';

/** Encrypts the credentials of backends. What was sealed for one backend opens for no other. */
export interface CredentialBox {
  seal(backend_id: string, credentials: Credentials): string;
  /** The credentials; null when they were sealed with another key, for another backend, or were erased. */
  open(backend_id: string, sealed: string): Credentials | null;
}

/** @param secretKey the installation's: the box has a key of its own, derived from it */
export function createCredentialBox(secretKey: Buffer): CredentialBox {
  const box = createSecretBox(secretKey, PURPOSE);
  return {
    seal: (backend_id, { token_id, token_secret }) =>
      box.seal([backend_id], JSON.stringify({ token_id, token_secret })),
    open(backend_id, sealed) {
      const text = box.open([backend_id], sealed);
      return text === null ? null : Credentials.parse(JSON.parse(text));
    },
  };
}

/** A token id with its middle left out: enough to tell tokens apart, for example `ak-…9x2f`. */
export const tokenHint = (token_id: string): string => `${token_id.slice(0, 3)}…${token_id.slice(3).slice(-4)}`;
