import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.js';
import type { Store } from '../db/store.js';
import { findEnd } from './audit.repository.js';
import { type AuditKey, createAuditKey } from './audit-key.js';
import { createHeads, type Heads } from './heads.js';
import { createRefusals, type Refusals } from './refusals.js';

/** What keeps the audit log honest beside its entries. */
export interface Audit {
  key: AuditKey;
  heads: Heads;
  refusals: Refusals;
  /** Writes what is still counted, and signs the end. */
  close(): Promise<void>;
}

/** Where heads are written: outside of the database, and better still on another disk. */
export const headsFile = ({ audit_dir, data_dir }: Pick<Config, 'audit_dir' | 'data_dir'>): string =>
  join(audit_dir ?? join(data_dir, 'audit'), 'heads.ndjson');

export async function createAudit({
  config,
  store,
  secretKey,
  log,
}: {
  config: Config;
  store: Store;
  secretKey: Buffer;
  log: FastifyBaseLogger;
}): Promise<Audit> {
  const key = createAuditKey(secretKey);
  const heads = createHeads({ file: headsFile(config), key, log, end: await findEnd(store.read) });
  store.onAudit(heads.note);
  const refusals = createRefusals({ store, log });
  return {
    key,
    heads,
    refusals,
    async close() {
      await refusals.close();
      await heads.close();
    },
  };
}
