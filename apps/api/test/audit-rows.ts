import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { entryHash, GENESIS } from '../src/audit/entry-hash.js';
import type { AuditRow } from '../src/db/schema.js';
import { openStore } from '../src/db/store.js';

/** Plausible entries, chained, a minute apart from a time on. */
export function* auditRows(count: number, from: string): Generator<AuditRow> {
  let previous_hash = GENESIS;
  for (let seq = 1; seq <= count; seq += 1) {
    const row = {
      seq,
      at: new Date(Date.parse(from) + seq * 60_000).toISOString(),
      actor_kind: 'user',
      actor_id: 'user_00000000000000000000000001',
      actor_name: 'Ada',
      action: 'backend.change',
      target_kind: 'backend',
      target_id: 'backend_0000000000000000000000000a',
      target_name: 'Ada\u2019s workspace',
      outcome: 'ok',
      code: null,
      request_id: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
      before: `{"weight":${seq % 100}}`,
      after: `{"weight":${(seq + 1) % 100}}`,
      previous_hash,
    };
    previous_hash = entryHash(row);
    yield { ...row, hash: previous_hash };
  }
}

/** A database whose log has these entries. */
export async function writeAuditRows(file: string, rows: Iterable<AuditRow>): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const store = openStore(file);
  await store.write(async (tx) => {
    for (const row of rows) await tx.db.insertInto('audit').values(row).execute();
  });
  await store.close();
}
