import { randomBytes } from 'node:crypto';
import { createCredentialBox } from '../src/backend/credentials.js';
import type { Figure } from './figures.js';

const TEXTS = 1_000_000;
const NONCE_BASE64_CHARS = 16;

/** How many of a million sealed texts share their nonce with another: any would let both be read. */
export async function sealingFigures(): Promise<Figure[]> {
  const box = createCredentialBox(randomBytes(32));
  const seen = new Set<string>();
  for (let i = 0; i < TEXTS; i += 1) {
    const sealed = box.seal('backend_a', { token_id: 'ak-a', token_secret: 'as-b' });
    seen.add(sealed.slice(3, 3 + NONCE_BASE64_CHARS));
  }
  return [{ name: 'sealing: nonces used twice in 1,000,000', value: TEXTS - seen.size, limit: 0, unit: '' }];
}
