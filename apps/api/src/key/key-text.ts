import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { KEY_PREFIX } from '@easel/contracts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_CHARACTERS = 26;
/** 32 characters of 5 bits: 160 bits nobody can guess. */
const SECRET_CHARACTERS = 32;
const CHECKSUM_CHARACTERS = 7;
const HINT_CHARACTERS = 4;
const SHAPE = new RegExp(
  `^${KEY_PREFIX}[0-9a-hjkmnp-tv-z]{${ID_CHARACTERS + SECRET_CHARACTERS + CHECKSUM_CHARACTERS}}$`,
);

function checksum(text: string): string {
  let value = crc32(text);
  let letters = '';
  for (let i = 0; i < CHECKSUM_CHARACTERS; i += 1) {
    letters = ALPHABET[value & 31] + letters;
    value >>>= 5;
  }
  return letters;
}

/** The text of a new secret for the key with this id: prefix, id, 160 random bits, and a checksum against slips. */
export function makeKeyText(id: string): string {
  let text = KEY_PREFIX + id.slice('key_'.length);
  for (const byte of randomBytes(SECRET_CHARACTERS)) text += ALPHABET[byte & 31];
  return text + checksum(text);
}

/** The id that a key's text names, or null when it is no key of ours. Asks nobody. */
export function readKeyText(text: string): string | null {
  if (!SHAPE.test(text)) return null;
  const body = text.slice(0, -CHECKSUM_CHARACTERS);
  // A checksum is no secret: it tells a slip of the pen from a key.
  if (checksum(body) !== text.slice(-CHECKSUM_CHARACTERS)) return null;
  return `key_${text.slice(KEY_PREFIX.length, KEY_PREFIX.length + ID_CHARACTERS)}`;
}

/** What of a key's text is stored, hex. The text holds 160 random bits: there is nothing to guess, so no slow hash. */
export const digestOf = (text: string): string => hash('sha256', text);

/** The last characters, to tell keys apart. */
export const hintOf = (text: string): string => text.slice(-HINT_CHARACTERS);

/** Stands in for the digest of a key that is not there, so that the same is done. No text has it. */
const NOBODY = Buffer.alloc(32);

/** Whether a digest is the stored one, in the same time wherever they differ. Null is never. */
export function isDigest(given: string, stored: string | null): boolean {
  const same = timingSafeEqual(Buffer.from(given, 'hex'), stored === null ? NOBODY : Buffer.from(stored, 'hex'));
  return same && stored !== null;
}
