import type { AuditHead } from '@easel/contracts';
import type { AuditRow } from '../db/schema.js';
import type { AuditEnd, Db, Store, Tx } from '../db/store.js';
import type { LogSource } from './verify-log.js';

/** Where the log ends; undefined while it is empty. */
export const findEnd = (db: Db): Promise<AuditEnd | undefined> =>
  db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();

/** What stands for removed entries. */
export async function findBase(db: Db): Promise<AuditHead | null> {
  const row = await db.selectFrom('audit_bases').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row ? { v: 1, ...row } : null;
}

/** Puts another base in the place of the one before. */
export async function putBase(tx: Tx, { seq, hash, at, key_id, signature }: AuditHead): Promise<void> {
  await tx.db.deleteFrom('audit_bases').execute();
  await tx.db.insertInto('audit_bases').values({ seq, hash, at, key_id, signature }).execute();
}

/** The entries of the database, in order. */
export function logOf({ read, readCompiled }: Pick<Store, 'read' | 'readCompiled'>): LogSource {
  // The values stand for parameters: others are given at each call.
  const query = read.selectFrom('audit').selectAll().where('seq', '>', 0).orderBy('seq').limit(1).compile();
  return { readAfter: (seq, limit): AuditRow[] => readCompiled(query, [seq, limit]) };
}
