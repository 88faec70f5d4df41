import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApp, TMP } from '../../test/harness.js';
import { verifyOffline } from '../audit/verify-offline.js';
import { createCredentialBox } from '../backend/credentials.js';
import type { WebhookSecretRow } from '../db/schema.js';
import { newId } from '../ids.js';
import { findSecretKey, keyFingerprint, loadSecretKey } from '../secret-key.js';
import { createWebhookBox } from '../webhook/webhook-secret.js';
import { rotateSecret } from './rotate.js';

let dir: string;
let data_dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(TMP, 'easel-rotation-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const TOKEN = { token_id: 'ak-rotated', token_secret: 'as-rotated' };

/** A stopped installation with a sealed credential, a sealed webhook secret, a session, and some entries of audit. */
async function fill(secret_key: string | null): Promise<void> {
  const app = await startApp({ dir, config: { secret_key } });
  data_dir = app.ctx.config.data_dir;
  const body = { kind: 'modal', label: 'Rotated', ...TOKEN };
  expect((await app.call('POST', '/v1/admin/backends', { body })).status).toBe(201);
  const box = createWebhookBox(loadSecretKey({ secret_key, data_dir }));
  const [owner_id, at] = [app.ctx.local_owner_id, new Date().toISOString()];
  await app.ctx.store.write(async (tx) => {
    await tx.db
      .insertInto('webhook_secrets')
      .values({
        ...{ owner_id, hint: 'x', previous_until: at, created_at: at, rotated_at: null },
        secret: box.seal([owner_id, 'secret'], 'whsec_one'),
        previous_secret: box.seal([owner_id, 'previous_secret'], 'whsec_two'),
      })
      .execute();
    await tx.db
      .insertInto('sessions')
      .values({
        ...{ id: newId('session'), user_id: owner_id, token: 'x', expires_at: at, ip_address: null, user_agent: null },
        ...{ created_at: at, updated_at: at },
      })
      .execute();
  });
  await app.ctx.audit.heads.sign();
  await app.stop();
}

const place = (change: { secret_key?: string; new_secret_key?: string } = {}) => ({
  ...{ data_dir, audit_dir: null, secret_key: null, new_secret_key: null },
  ...change,
});

/** What a key opens of what is stored. */
function opens(key: Buffer | null): unknown[] {
  if (!key) throw new Error('there is no key');
  const db = new Sqlite(join(data_dir, 'easel.db'), { readonly: true });
  const backend = db.prepare<[], { id: string; credentials: string }>('select id, credentials from backends').get();
  const row = db.prepare<[], WebhookSecretRow>('select * from webhook_secrets').get();
  db.close();
  if (!backend || !row) throw new Error('rows are missing');
  const box = createWebhookBox(key);
  return [
    createCredentialBox(key).open(backend.id, backend.credentials),
    box.open([row.owner_id, 'secret'], row.secret),
    box.open([row.owner_id, 'previous_secret'], row.previous_secret ?? ''),
  ];
}

const ALL = [TOKEN, 'whsec_one', 'whsec_two'];

test('everything sealed is sealed with the new key, sessions end, and the audit log is provable as before', async () => {
  await fill(null);
  const old = findSecretKey(place());
  expect(opens(old)).toEqual(ALL);
  const rotated = await rotateSecret(place());
  expect(rotated).toMatchObject({
    credentials: 1,
    webhook_secrets: 2,
    unreadable: 0,
    sessions: 1,
    by_environment: false,
  });
  const next = findSecretKey(place());
  expect([rotated.from, rotated.to]).toEqual([old, next].map((key) => key && keyFingerprint(key)));
  expect(rotated.from).not.toBe(rotated.to);
  expect(opens(next)).toEqual(ALL);
  expect(opens(old)).toEqual([null, null, null]);
  const now = await verifyOffline(place(), {});
  expect([now.problem, now.heads_checked]).toEqual([null, 1]);
  // What was signed before is still provable, with the old public key that lies beside it.
  const audit = join(data_dir, 'audit');
  const aside =
    readdirSync(audit)
      .find((name) => name.endsWith('.pem'))
      ?.replace('.pem', '') ?? '';
  const before = await verifyOffline(place(), {
    key: join(audit, `${aside}.pem`),
    heads: join(audit, `${aside}.ndjson`),
  });
  expect(before.problem).toBeNull();
  expect(before.heads_checked).toBeGreaterThan(0);
  const again = await startApp({ dir });
  expect((await again.call('GET', '/v1/admin/audit/verify')).body).toMatchObject({ ok: true });
  const [entry] = (await again.call('GET', '/v1/admin/audit?action=secret_key.rotate')).body.items;
  expect(entry).toMatchObject({ before: { from: rotated.from }, after: { to: rotated.to } });
  await again.stop();
});

test('a rotation that was cut off stops a server, and ends when it is run again', async () => {
  await fill(null);
  const old = readFileSync(join(data_dir, 'secret.key'), 'utf8');
  const { to } = await rotateSecret(place());
  // As if it had been killed just before the new key got its place.
  writeFileSync(join(data_dir, 'secret.key.next'), readFileSync(join(data_dir, 'secret.key')));
  writeFileSync(join(data_dir, 'secret.key'), old);
  expect(() => loadSecretKey(place())).toThrow('did not end');
  expect(await rotateSecret(place())).toMatchObject({ to, credentials: 0 });
  expect(opens(findSecretKey(place()))).toEqual(ALL);
  expect(existsSync(join(data_dir, 'secret.key.next'))).toBe(false);
});

test('a key of the environment is rotated to another one of the environment', async () => {
  const [one, two] = ['the first key of an operator', 'the second key of an operator'];
  await fill(one);
  await expect(rotateSecret(place({ secret_key: one }))).rejects.toThrow('EASEL_NEW_SECRET_KEY');
  const rotated = await rotateSecret(place({ secret_key: one, new_secret_key: two }));
  expect(rotated).toMatchObject({ credentials: 1, webhook_secrets: 2, by_environment: true });
  expect(opens(findSecretKey(place({ secret_key: two })))).toEqual(ALL);
  expect(existsSync(join(data_dir, 'secret.key'))).toBe(false);
});

test('no server may run meanwhile', async () => {
  await fill(null);
  const running = await startApp({ dir });
  await expect(rotateSecret(place())).rejects.toThrow('Another Easel');
  await running.stop();
});
