import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditHead, type AuditVerification } from '@easel/contracts';
import Sqlite from 'better-sqlite3';
import { type Config, StartError } from '../config.js';
import type { AuditBaseRow, AuditRow } from '../db/schema.js';
import { findSecretKey } from '../secret-key.js';
import { headsFile } from './audit.js';
import { type AuditPublicKey, createAuditKey, readAuditPublicKey } from './audit-key.js';
import { readHeads } from './heads-file.js';
import { openExport } from './read-export.js';
import { verifyLog } from './verify-log.js';

/** What is checked, and with what. Paths. */
export interface Offline {
  data?: string | undefined;
  export?: string | undefined;
  /** A head that was kept elsewhere, or the whole answer of `GET /v1/admin/audit/heads`. */
  head?: string | undefined;
  heads?: string | undefined;
  /** The public key in PEM, or an answer that has it. */
  key?: string | undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function jsonIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** A head by itself, in an answer, as the end of an export, or the newest one of a file of heads. */
function readSaved(file: string): AuditHead {
  const text = readText(file);
  for (const part of [text, ...text.trim().split('\n').reverse()]) {
    const value = jsonIn(part);
    const given = [value, 'latest' in value ? value.latest : null, 'head' in value ? value.head : null];
    const head = given.map((one) => AuditHead.safeParse(one).data).find((one) => one !== undefined);
    if (head) return head;
  }
  throw new StartError(`${file} holds no signed head.`);
}

function readKey(file: string): AuditPublicKey {
  const text = readText(file);
  const whole = jsonIn(text);
  try {
    return readAuditPublicKey('public_key' in whole ? String(whole.public_key) : text);
  } catch {
    throw new StartError(`${file} holds no public key of Ed25519 in PEM.`);
  }
}

type Place = Pick<Config, 'data_dir' | 'secret_key' | 'audit_dir'>;

function ownKey(place: Place): AuditPublicKey | null {
  const secret = findSecretKey(place);
  return secret && createAuditKey(secret);
}

/** Checks a data directory, a copy of one, or a backup; nothing is written to it. */
async function verifyData(place: Place, given: Offline): Promise<AuditVerification> {
  const data_dir = given.data ?? place.data_dir;
  const at = { ...place, data_dir, audit_dir: given.data === undefined ? place.audit_dir : null };
  const database = join(data_dir, 'easel.db');
  if (!existsSync(database)) throw new StartError(`There is no ${database}.`);
  const key = given.key === undefined ? ownKey(at) : readKey(given.key);
  if (!key) {
    const missing = `There is no secret.key in ${data_dir}`;
    throw new StartError(`${missing}: name the public key with --key (GET /v1/admin/audit/heads tells it).`);
  }
  const { heads, unreadable } = await readHeads(given.heads ?? headsFile(at));
  const db = new Sqlite(database, { readonly: true, timeout: 5000 });
  try {
    const base = db.prepare<[], AuditBaseRow>('select * from audit_bases order by seq desc limit 1').get();
    const rows = db.prepare<[number, number], AuditRow>('select * from audit where seq > ? order by seq limit ?');
    const saved = given.head === undefined ? undefined : readSaved(given.head);
    const claims = { key, base: base ? { v: 1 as const, ...base } : null, heads, unreadable, saved };
    return await verifyLog({ readAfter: (seq, limit) => rows.all(seq, limit) }, claims);
  } finally {
    db.close();
  }
}

/** The key that an export is held against, unless that is only the one which it names itself. */
function exportKey(place: Place, given: Offline): AuditPublicKey | null {
  if (given.key !== undefined) return readKey(given.key);
  return given.data === undefined ? null : ownKey({ ...place, data_dir: given.data });
}

/** Checks an export by the head that is its last line. */
async function verifyExport(file: string, place: Place, given: Offline): Promise<AuditVerification> {
  if (!existsSync(file)) throw new StartError(`There is no ${file}.`);
  const { base, end, source } = await openExport(file);
  if (!end) throw new StartError(`${file} does not end with a signed head: it is not whole.`);
  const key = exportKey(place, given) ?? readAuditPublicKey(end.public_key);
  const saved = given.head === undefined ? undefined : readSaved(given.head);
  const found = await verifyLog(source, { key, base, heads: [end.head], saved });
  if (!found.ok || found.last_seq === end.head.seq) return found;
  const message = `The export goes on after entry ${end.head.seq}, where its head says it ends.`;
  return { ...found, ok: false, problem: { kind: 'link_broken', seq: end.head.seq + 1, message } };
}

/** Checks a log without a running process. */
export const verifyOffline = (place: Place, given: Offline): Promise<AuditVerification> =>
  given.export === undefined ? verifyData(place, given) : verifyExport(given.export, place, given);
