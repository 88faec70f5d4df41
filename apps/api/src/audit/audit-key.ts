import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import type { AuditHead } from '@easel/contracts';
import { lengthPrefixed } from './length-prefixed.js';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const DOMAINS = { head: 'easel.audit.head.v1', base: 'easel.audit.base.v1' };

/** A head tells where the log ended; a base what stands for removed entries. Neither can pass for the other. */
export type StatementKind = keyof typeof DOMAINS;
type Statement = Omit<AuditHead, 'signature'>;

/** Checks statements of an installation. */
export interface AuditPublicKey {
  key_id: string;
  /** PEM. */
  public_key: string;
  isSigned(kind: StatementKind, statement: AuditHead): boolean;
}

/** Also makes them. */
export interface AuditKey extends AuditPublicKey {
  sign(kind: StatementKind, end: { seq: number; hash: string; at: string }): AuditHead;
}

const encode = (kind: StatementKind, { v, seq, hash, at, key_id }: Statement): Buffer =>
  Buffer.from(lengthPrefixed([DOMAINS[kind], String(v), String(seq), hash, at, key_id]));

function publicKeyOf(key: KeyObject): AuditPublicKey {
  const der = key.export({ type: 'spki', format: 'der' });
  const key_id = createHash('sha256').update(der).digest('hex').slice(0, 16);
  return {
    key_id,
    public_key: key.export({ type: 'spki', format: 'pem' }).toString(),
    isSigned: (kind, statement) =>
      statement.key_id === key_id &&
      verifyBytes(null, encode(kind, statement), key, Buffer.from(statement.signature, 'base64url')),
  };
}

/** The public half alone, from its PEM. Throws when it is none of Ed25519. */
export function readAuditPublicKey(pem: string): AuditPublicKey {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the public key is not one of Ed25519');
  return publicKeyOf(key);
}

/** The key that signs heads: made from the secret key, so there is nothing more to keep. */
export function createAuditKey(secretKey: Buffer): AuditKey {
  const seed = Buffer.from(hkdfSync('sha256', secretKey, '', 'easel audit signing key', 32));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const known = publicKeyOf(createPublicKey(key));
  return {
    ...known,
    sign(kind, { seq, hash, at }) {
      const statement: Statement = { v: 1, seq, hash, at, key_id: known.key_id };
      const signature = signBytes(null, encode(kind, statement), key).toString('base64url');
      return { ...statement, signature };
    },
  };
}
