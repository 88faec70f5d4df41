import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Config, StartError } from './config.js';

const MIN_LENGTH = 16;
export const SECRET_KEY_FILE = 'secret.key';
/** A new key while it is being put in the place of the old one. */
export const NEXT_KEY_FILE = 'secret.key.next';
const KEY = /^[0-9a-f]{64}$/;

/** The key in a file, or null when there is no such file. */
export function readKey(file: string): Buffer | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (!KEY.test(text)) {
      throw new StartError(
        `${file} does not hold a key. Restore it from a backup; without it, stored secrets are lost.`,
      );
    }
    chmodSync(file, 0o600);
    return Buffer.from(text, 'hex');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a new key beside its place and links it there: a reader sees a whole key or none, and the first one wins. */
function createKey(dir: string, file: string): void {
  mkdirSync(dir, { recursive: true });
  const part = `${file}.${randomUUID()}`;
  const handle = openSync(part, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(32).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(part, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(part);
  }
}

type Where = Pick<Config, 'secret_key' | 'data_dir'>;

/** The key that an operator's own words stand for. */
export function keyFromText(text: string): Buffer {
  if (text.length < MIN_LENGTH) {
    throw new StartError(`EASEL_SECRET_KEY must have at least ${MIN_LENGTH} characters. Use 32 random ones.`);
  }
  return Buffer.from(hkdfSync('sha256', text, '', 'easel secret key', 32));
}

/** The key that signs and encrypts, or null when there is none yet. */
export const findSecretKey = ({ secret_key, data_dir }: Where): Buffer | null =>
  secret_key === null ? readKey(join(data_dir, SECRET_KEY_FILE)) : keyFromText(secret_key);

/** Tells keys apart without telling anything of them. */
export const keyFingerprint = (key: Buffer): string =>
  Buffer.from(hkdfSync('sha256', key, '', 'easel secret key fingerprint', 8)).toString('hex');

/** The key that signs and encrypts: from `EASEL_SECRET_KEY`, or from a file of the data directory made on first start. */
export function loadSecretKey(config: Where): Buffer {
  if (existsSync(join(config.data_dir, NEXT_KEY_FILE))) {
    throw new StartError('The rotation of the secret key did not end. Run it again: npm run rotate-secret');
  }
  const known = findSecretKey(config);
  if (known) return known;
  const file = join(config.data_dir, SECRET_KEY_FILE);
  createKey(config.data_dir, file);
  const made = readKey(file);
  if (!made) throw new StartError(`${file} could not be made. Check the data directory.`);
  return made;
}
