import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { logOf } from '../src/audit/audit.repository.js';
import { createAuditKey } from '../src/audit/audit-key.js';
import { entryHash, GENESIS } from '../src/audit/entry-hash.js';
import { recordAudit, SYSTEM } from '../src/audit/record-audit.js';
import { verifyLog } from '../src/audit/verify-log.js';
import { openSqlite } from '../src/db/dialect.js';
import { openStore } from '../src/db/store.js';
import { type Figure, median } from './figures.js';
import { scratch } from './processes.js';

const ROWS = 1_000_000;
const HEAD_EVERY = 100;
const WRITES = 200;

const key = createAuditKey(Buffer.alloc(32, 1));

/** A million chained entries, and the heads that would have been signed on the way. */
function seed(file: string) {
  const { raw } = openSqlite(file, { readonly: false });
  raw.pragma('synchronous = OFF');
  const insert = raw.prepare(`insert into audit values (
    @seq, @at, @actor_kind, @actor_id, @actor_name, @action, @target_kind, @target_id, @target_name, @outcome, @code,
    @request_id, @before, @after, @previous_hash, @hash)`);
  const heads: ReturnType<typeof key.sign>[] = [];
  let previous_hash = GENESIS;
  raw.transaction(() => {
    for (let seq = 1; seq <= ROWS; seq += 1) {
      const row = {
        seq,
        at: new Date(1_767_225_600_000 + seq * 1000).toISOString(),
        actor_kind: 'user',
        actor_id: 'user_00000000000000000000000001',
        actor_name: 'Ada',
        action: 'backend.change',
        target_kind: 'backend',
        target_id: `backend_${String(seq % 50).padStart(26, '0')}`,
        target_name: 'A workspace',
        outcome: 'ok',
        code: null,
        request_id: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
        before: `{"weight":${seq % 100},"models":null}`,
        after: `{"weight":${(seq + 1) % 100},"models":null}`,
        previous_hash,
      };
      const hash = entryHash(row);
      insert.run({ ...row, hash });
      if (seq % HEAD_EVERY === 0) heads.push(key.sign('head', { seq, hash, at: row.at }));
      previous_hash = hash;
    }
  })();
  raw.close();
  return heads;
}

/** The check of a million entries: how long it takes, and how long it holds up whatever else the process does. */
export async function auditFigures(): Promise<Figure[]> {
  const file = join(scratch(), 'audit.db');
  await openStore(file).close();
  const heads = seed(file);
  const store = openStore(file);
  let longest_ms = 0;
  let last = performance.now();
  let isRunning = true;
  const watch = () => {
    const now = performance.now();
    longest_ms = Math.max(longest_ms, now - last);
    last = now;
    if (isRunning) setImmediate(watch);
  };
  watch();
  const saved = heads.at(-1);
  const found = await verifyLog(logOf(store), { key, base: null, heads, saved });
  isRunning = false;
  const writes: number[] = [];
  for (let i = 0; i < WRITES; i += 1) {
    const began = performance.now();
    await store.write((tx) => recordAudit(tx, { ...SYSTEM, action: 'backend.change', after: { weight: i } }));
    writes.push(performance.now() - began);
  }
  await store.close();
  const whole = found.ok && found.entries === ROWS;
  return [
    {
      name: 'check of 1,000,000 audit entries and 10,000 signed heads *',
      value: whole ? found.duration_ms / 1000 : Number.NaN,
      limit: 10,
      unit: 's',
      note: found.problem?.message ?? 'alone in the process, giving way to others in between',
    },
    { name: 'longest hold of the event loop by that check *', value: longest_ms, limit: 50, unit: 'ms' },
    { name: 'an audit entry on the disk, with a million before it *', value: median(writes), limit: 20, unit: 'ms' },
  ];
}
