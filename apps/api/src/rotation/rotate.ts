import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findBase, putBase } from '../audit/audit.repository.js';
import { createAuditKey } from '../audit/audit-key.js';
import { recordAudit, SYSTEM } from '../audit/record-audit.js';
import { syncFolder, writeDurably } from '../backup/durable-files.js';
import { type Config, StartError } from '../config.js';
import { openStore, type Store } from '../db/store.js';
import { lockDataDir } from '../instance-lock.js';
import { findSecretKey, keyFingerprint, keyFromText, NEXT_KEY_FILE, readKey, SECRET_KEY_FILE } from '../secret-key.js';
import { beginHeads } from './begin-heads.js';
import { type Keys, type Resealed, resealAll } from './reseal.js';

type Place = Pick<Config, 'data_dir' | 'audit_dir' | 'secret_key' | 'new_secret_key'>;

/** Under which name the database says which key it is sealed with. */
const MARK = 'secret_key_fingerprint';

export interface Rotated extends Resealed {
  from: string;
  to: string;
  sessions: number;
  /** Where the new key comes from: then the operator must put it there. */
  by_environment: boolean;
}

/** The new key: from the environment where the old one is, else made here and written beside it. */
async function nextKey({ data_dir, secret_key, new_secret_key }: Place): Promise<Buffer> {
  if (secret_key !== null) {
    if (new_secret_key !== null) return keyFromText(new_secret_key);
    throw new StartError('The secret key comes from EASEL_SECRET_KEY: give the new one as EASEL_NEW_SECRET_KEY.');
  }
  const file = join(data_dir, NEXT_KEY_FILE);
  // One that a rotation left that did not end may be in use already.
  if (existsSync(file) && readFileSync(file, 'utf8').length < 64) await rm(file);
  const known = readKey(file);
  if (known) return known;
  const key = randomBytes(32);
  await writeDurably(file, `${key.toString('hex')}\n`);
  await syncFolder(data_dir);
  return key;
}

/** Everything in the database, in one transaction: it is sealed with the one key or with the other. */
function reseal(store: Store, keys: Keys): Promise<Resealed & { sessions: number }> {
  const [from, to] = [keyFingerprint(keys.from), keyFingerprint(keys.to)];
  return store.write(async (tx) => {
    const counts = await resealAll(tx.db, keys);
    const ended = await tx.db.deleteFrom('sessions').executeTakeFirst();
    const done = { ...counts, sessions: Number(ended.numDeletedRows) };
    const base = await findBase(tx.db);
    if (base) await putBase(tx, createAuditKey(keys.to).sign('base', base));
    const target = { kind: 'settings', id: 'secret_key' } as const;
    await recordAudit(tx, { ...SYSTEM, action: 'secret_key.rotate', target, before: { from }, after: { to, ...done } });
    const changed_at = new Date().toISOString();
    await tx.db
      .insertInto('installation')
      .values({ name: MARK, value: JSON.stringify(to), changed_at })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: JSON.stringify(to), changed_at }))
      .execute();
    return done;
  });
}

async function isDone(store: Store, to: Buffer): Promise<boolean> {
  const row = await store.read.selectFrom('installation').select('value').where('name', '=', MARK).executeTakeFirst();
  return row?.value === JSON.stringify(keyFingerprint(to));
}

/** Replaces the secret key while no server runs. One that was cut off is brought to its end when it is called again. */
export async function rotateSecret(place: Place): Promise<Rotated> {
  const { data_dir } = place;
  const file = join(data_dir, 'easel.db');
  if (!existsSync(file)) throw new StartError(`There is no easel.db in ${data_dir}. Set EASEL_DATA_DIR.`);
  const unlock = lockDataDir(data_dir);
  const store = openStore(file);
  try {
    const from = findSecretKey(place);
    if (!from) throw new StartError(`There is no secret key in ${data_dir}: there is nothing to rotate.`);
    const keys = { from, to: await nextKey(place) };
    const nothing = { credentials: 0, webhook_secrets: 0, unreadable: 0, sessions: 0 };
    const counts = (await isDone(store, keys.to)) ? nothing : await reseal(store, keys);
    await beginHeads(place, store.read, keys);
    const by_environment = place.secret_key !== null;
    if (!by_environment) {
      await rename(join(data_dir, NEXT_KEY_FILE), join(data_dir, SECRET_KEY_FILE));
      await syncFolder(data_dir);
    }
    return { ...counts, from: keyFingerprint(keys.from), to: keyFingerprint(keys.to), by_environment };
  } finally {
    await store.close();
    unlock();
  }
}
